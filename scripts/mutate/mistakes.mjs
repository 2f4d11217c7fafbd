// Single mistakes as people make them, in the text of a manifest. Each takes its lines and a source of chance, and gives
// `{ lines, at, what }`: the new lines, the 0-based line that it touched, and words for it; or nothing where it does not apply.

/** `  - key: value`: the indent with its dashes, the key, what follows the colon. */
const entry = /^(\s*(?:- +)*)([A-Za-z0-9_./-]+):(?: +(.*))?$/;

const entries = lines => lines.flatMap((line, index) => (entry.test(line) ? [index] : []));

const pick = (chance, list) => list[Math.floor(chance() * list.length)];

const indentOf = line => /^ */.exec(line)[0].length;

const replaced = (lines, at, ...instead) => [...lines.slice(0, at), ...instead, ...lines.slice(at + 1)];

/** The line after the last one that belongs to the entry or object at `at`. */
function endOf(lines, at) {
  const own = indentOf(lines[at]);
  const isItem = /^\s*- /.test(lines[at]);
  let end = at + 1;
  while (end < lines.length && lines[end] !== '---' && lines[end].trim() !== '') {
    const deeper = indentOf(lines[end]) > own || (!isItem && indentOf(lines[end]) === own && /^\s*- /.test(lines[end]));
    if (!deeper) break;
    end++;
  }
  return end;
}

/** A letter twice, missing, or two swapped. */
function misspelt(word, chance) {
  const letters = [...word].flatMap((letter, index) => (/[A-Za-z]/.test(letter) ? [index] : []));
  if (letters.length < 3) return undefined;
  const at = pick(chance, letters.slice(0, -1));
  const way = Math.floor(chance() * 3);
  const swapped = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  const result =
    way === 0
      ? word.slice(0, at) + word.slice(at + 1)
      : way === 1
        ? word.slice(0, at) + word.slice(at, at + 1) + word.slice(at)
        : swapped;
  return result === word ? undefined : result;
}

/** Each document: its first and last line, and the kind that it says. */
function documents(lines) {
  const found = [];
  let start = 0;
  for (let index = 0; index <= lines.length; index++) {
    if (index < lines.length && lines[index] !== '---') continue;
    const kind = lines.slice(start, index).flatMap(line => /^kind: *(\w+)/.exec(line)?.[1] ?? [])[0];
    if (kind) found.push({ start, end: index, kind });
    start = index + 1;
  }
  return found;
}

export const mistakes = {
  'key dropped': (lines, chance) => {
    const at = pick(
      chance,
      entries(lines).filter(index => indentOf(lines[index]) > 0),
    );
    if (at === undefined || /^\s*- /.test(lines[at])) return undefined;
    return { lines: [...lines.slice(0, at), ...lines.slice(endOf(lines, at))], at, what: lines[at].trim() };
  },
  'key misspelt': (lines, chance) => {
    const at = pick(chance, entries(lines));
    if (at === undefined) return undefined;
    const [, indent, key, value] = entry.exec(lines[at]);
    const wrong = misspelt(key, chance);
    if (!wrong) return undefined;
    return {
      lines: replaced(lines, at, `${indent}${wrong}:${value === undefined ? '' : ` ${value}`}`),
      at,
      what: `${key} -> ${wrong}`,
    };
  },
  'value misspelt': (lines, chance) => {
    const at = pick(
      chance,
      entries(lines).filter(index => /^["']?[A-Za-z]/.test(entry.exec(lines[index])[3] ?? '')),
    );
    if (at === undefined) return undefined;
    const [, indent, key, value] = entry.exec(lines[at]);
    const wrong = misspelt(value, chance);
    if (!wrong) return undefined;
    return { lines: replaced(lines, at, `${indent}${key}: ${wrong}`), at, what: `${key}: ${value} -> ${wrong}` };
  },
  'wrong type': (lines, chance) => {
    const at = pick(
      chance,
      entries(lines).filter(index => entry.exec(lines[index])[3]),
    );
    if (at === undefined) return undefined;
    const [, indent, key, value] = entry.exec(lines[at]);
    if (/^[|>&*]/.test(value)) return undefined;
    const bare = value.replace(/^["']|["']$/g, '');
    const wrong = pick(chance, [
      `[${value}]`,
      '{}',
      /^\d+$/.test(value) ? `"${value}"` : '7',
      'true',
      ...(bare !== value ? [bare] : []),
    ]);
    return wrong === value
      ? undefined
      : { lines: replaced(lines, at, `${indent}${key}: ${wrong}`), at, what: `${key}: ${value} -> ${wrong}` };
  },
  'wrong indent': (lines, chance) => {
    const at = pick(
      chance,
      entries(lines).filter(index => indentOf(lines[index]) > 0),
    );
    if (at === undefined) return undefined;
    const by = pick(chance, [-2, -1, 1, 2]);
    const line = by > 0 ? ' '.repeat(by) + lines[at] : lines[at].slice(Math.min(-by, indentOf(lines[at])));
    return { lines: replaced(lines, at, line), at, what: `${lines[at].trim()} moved by ${by}` };
  },
  tab: (lines, chance) => {
    const at = pick(
      chance,
      entries(lines).filter(index => indentOf(lines[index]) > 1),
    );
    if (at === undefined) return undefined;
    return { lines: replaced(lines, at, lines[at].replace(/^ {2}/, '\t')), at, what: lines[at].trim() };
  },
  'cluster name swapped': (lines, chance) => {
    const names = [...new Set(lines.join('\n').match(/\bcluster\d+\b/g) ?? [])];
    const at = pick(
      chance,
      lines.flatMap((line, index) => (/\bclusterName"?:/.test(line) ? [index] : [])),
    );
    if (at === undefined) return undefined;
    const [before] = /\bcluster\d+\b/.exec(lines[at]) ?? [];
    const other = pick(chance, [...names.filter(name => name !== before), 'cluster9']);
    if (!before || !other) return undefined;
    return { lines: replaced(lines, at, lines[at].replace(before, other)), at, what: `${before} -> ${other}` };
  },
  'object deleted': (lines, chance) => {
    const kinds = ['Service', 'Secret', 'Policy', 'TLSProfile', 'ConfigMap', 'Node', 'Endpoints'];
    const gone = pick(
      chance,
      documents(lines).filter(({ kind }) => kinds.includes(kind)),
    );
    if (!gone) return undefined;
    const name = lines.slice(gone.start, gone.end).flatMap(line => /^ {2}name: *(\S+)/.exec(line)?.[1] ?? [])[0];
    return {
      lines: [...lines.slice(0, gone.start), ...lines.slice(gone.end + 1)],
      at: gone.start,
      what: `${gone.kind} ${name}`,
      gone: name,
    };
  },
  'line twice': (lines, chance) => {
    const at = pick(
      chance,
      entries(lines).filter(index => !/^\s*- /.test(lines[index]) && endOf(lines, index) === index + 1),
    );
    if (at === undefined) return undefined;
    const [, indent, key, value = ''] = entry.exec(lines[at]);
    const second = misspelt(value, chance) ?? `${value}1`;
    return { lines: replaced(lines, at, lines[at], `${indent}${key}: ${second}`), at: at + 1, what: lines[at].trim() };
  },
  'number wrong': (lines, chance) => {
    const at = pick(
      chance,
      entries(lines).filter(
        index => /^\d+$/.test(entry.exec(lines[index])[3] ?? '') && /[pP]ort/.test(entry.exec(lines[index])[2]),
      ),
    );
    if (at === undefined) return undefined;
    const [, indent, key, value] = entry.exec(lines[at]);
    const wrong = pick(chance, [String(Number(value) + 1), '0', '-1', '70000', `${value}0`]);
    return { lines: replaced(lines, at, `${indent}${key}: ${wrong}`), at, what: `${key}: ${value} -> ${wrong}` };
  },
  'annotation JSON': (lines, chance) => {
    const at = pick(
      chance,
      lines.flatMap((line, index) => (/: *'?[[{].*["}\]]/.test(line) ? [index] : [])),
    );
    if (at === undefined) return undefined;
    const marks = [...lines[at]].flatMap((letter, index) =>
      '{}[]",:'.includes(letter) && index > lines[at].indexOf(':') + 2 ? [index] : [],
    );
    const mark = pick(chance, marks);
    if (mark === undefined) return undefined;
    return {
      lines: replaced(lines, at, lines[at].slice(0, mark) + lines[at].slice(mark + 1)),
      at,
      what: `"${lines[at][mark]}" dropped`,
    };
  },
};
