/** A word of a TCL command: its text without the outer braces or quotes. */
interface Word {
  readonly kind: 'braced' | 'quoted' | 'bare';
  readonly text: string;
}

const BIGIP_COMMANDS = `when proc call class active_members pool reject event persist
  HTTP::host HTTP::path HTTP::uri HTTP::version HTTP::header HTTP::respond HTTP::redirect HTTP::disable
  HTTP::has_responded HTTP::method HTTP::request HTTP::status HTTP::retry LB::detach
  TCP::collect TCP::payload TCP::release TCP::respond UDP::respond SCTP::respond
  SSL::enable SSL::disable SSL::profile SSL::extensions IP::client_addr`;
const TCL_COMMANDS = `append binary break catch concat continue error eval expr for foreach format if incr info join
  lappend lindex linsert list llength lrange lreplace lsearch lset lsort regexp regsub return scan set split string subst
  switch unset while`;
const COMMANDS = new Set(`${BIGIP_COMMANDS} ${TCL_COMMANDS}`.split(/\s+/));
const SUBCOMMANDS: Readonly<Record<string, string>> = {
  string: `bytelength compare equal first index is last length map match range repeat replace tolower totitle toupper trim
    trimleft trimright`,
  info: 'exists',
  binary: 'format scan',
};
const FUNCTIONS = new Set(
  `abs acos asin atan atan2 ceil cos cosh double exp floor fmod hypot int log log10 pow rand round sin sinh sqrt srand tan
  tanh wide`.split(/\s+/),
);

/** What in a script TCL 8.4, or the list of commands that the iRules confine themselves to, does not know. */
export function unknownToTcl84(script: string): string[] {
  return commands(script).flatMap(words => checkCommand(words));
}

function checkCommand(words: readonly Word[]): string[] {
  const [name = '', first = '', ...others] = words.map(word => word.text);
  const findings = words.flatMap(word =>
    word.kind === 'braced' ? [] : substitutions(word.text).flatMap(unknownToTcl84),
  );
  if (words.some(word => word.kind === 'bare' && /^\{\*\}./.test(word.text))) findings.push('{*}');
  if (!COMMANDS.has(name)) findings.push(name);
  const known = SUBCOMMANDS[name];
  if (known && !known.split(/\s+/).includes(first)) findings.push(`${name} ${first}`);
  if (name === 'binary' && /[a-zA-Z]u/.test(others[1] ?? '')) findings.push('binary scan with u');
  if (/^(static|global)?::|^static::/.test(first) && name === 'set') findings.push(`set ${first}`);
  return [...findings, ...inner(name, words)];
}

/** Scripts and expressions among the words of the commands that take them. */
function inner(name: string, words: readonly Word[]): string[] {
  const text = (at: number) => words.at(at)?.text ?? '';
  if (name === 'when' || name === 'proc' || name === 'foreach') return unknownToTcl84(text(-1));
  if (name === 'while') return [...checkExpression(text(1)), ...unknownToTcl84(text(2))];
  if (name === 'expr')
    return checkExpression(
      words
        .slice(1)
        .map(word => word.text)
        .join(' '),
    );
  if (name === 'catch') return unknownToTcl84(text(1));
  if (name !== 'if') return [];
  // if CONDITION BODY ?elseif CONDITION BODY?... ?else BODY?
  const findings: string[] = [];
  for (let at = 1; at < words.length; at++) {
    if (text(at) === 'else') findings.push(...unknownToTcl84(text(++at)));
    else {
      if (text(at) === 'elseif') at++;
      findings.push(...checkExpression(text(at)), ...unknownToTcl84(text(++at)));
    }
  }
  return findings;
}

function checkExpression(expression: string): string[] {
  const findings = substitutions(expression).flatMap(unknownToTcl84);
  // Only operators and functions are left: no commands, strings, variables.
  const plain = withoutSubstitutions(expression)
    .replace(/"[^"]*"|\{[^}]*\}/g, ' ')
    .replace(/\$\w+|\$\{\w+\}/g, '0');
  for (const [, word = '', call] of plain.matchAll(/([a-z]\w*)\s*(\()?/gi)) {
    if (call ? !FUNCTIONS.has(word) : !['eq', 'ne'].includes(word) && !/^[0-9a-f]+$|^x/i.test(word))
      findings.push(word);
  }
  if (plain.includes('**')) findings.push('**');
  return findings;
}

/** The scripts in [brackets] of a text, the outermost ones. */
function substitutions(text: string): string[] {
  const scripts: string[] = [];
  scan(text, (from, to) => scripts.push(text.slice(from + 1, to)));
  return scripts;
}

function withoutSubstitutions(text: string): string {
  let result = '';
  let last = 0;
  scan(text, (from, to) => {
    result += `${text.slice(last, from)}0`;
    last = to + 1;
  });
  return result + text.slice(last);
}

function scan(text: string, each: (from: number, to: number) => void): void {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[') {
      const end = closing(text, at);
      each(at, end);
      at = end;
    }
  }
}

/** Where the bracket or brace that opens at a place is closed. */
function closing(text: string, at: number): number {
  const open = text[at];
  const close = open === '[' ? ']' : '}';
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === open) depth++;
    else if (text[index] === close && --depth === 0) return index;
  }
  throw new Error(`nothing closes ${open} in: ${text.slice(at, at + 60)}`);
}

/** The commands of a script, each as its words; comments are left out. */
function commands(script: string): Word[][] {
  const found: Word[][] = [];
  let words: Word[] = [];
  let at = 0;
  while (at <= script.length) {
    const char = script[at];
    if (char === undefined || char === '\n' || char === ';') {
      if (words.length > 0) found.push(words);
      words = [];
      at++;
    } else if (/\s/.test(char)) at++;
    else if (char === '\\' && script[at + 1] === '\n') at += 2;
    else if (char === '#' && words.length === 0) {
      while (at < script.length && script[at] !== '\n') at += script[at] === '\\' ? 2 : 1;
    } else {
      const [word, next] = readWord(script, at);
      words.push(word);
      at = next;
    }
  }
  return found;
}

function readWord(script: string, at: number): [Word, number] {
  if (script[at] === '{' && !script.startsWith('{*}', at)) {
    const end = closing(script, at);
    return [{ kind: 'braced', text: script.slice(at + 1, end) }, end + 1];
  }
  const quoted = script[at] === '"';
  let end = quoted ? at + 1 : at;
  while (end < script.length && !(quoted ? script[end] === '"' : /[\s;]/.test(script[end] ?? ''))) {
    if (script[end] === '\\') end += 2;
    else if (script[end] === '[' || (script[end] === '$' && script[end + 1] === '{')) {
      end = closing(script, script[end] === '[' ? end : end + 1) + 1;
    } else end++;
  }
  return quoted
    ? [{ kind: 'quoted', text: script.slice(at + 1, end) }, end + 1]
    : [{ kind: 'bare', text: script.slice(at, end) }, end];
}
