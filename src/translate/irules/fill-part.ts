type Facts = Readonly<Record<string, boolean>>;
type Values = Readonly<Record<string, string>>;

/**
 * Fills in a part of an iRule: TCL with two kinds of marks. Lines `#if fact`, `#if !fact`, `#else`, `#end` keep or drop
 * the lines between them; `%%name%%` stands for a value. A value that is alone on its line may have several lines, which
 * take its indent.
 */
export function fillPart(part: string, facts: Facts, values: Values): string {
  const text = keptLines(part, facts)
    .replace(/^( *)%%(\w+)%%$/gm, (_, indent: string, name: string) =>
      known(values, name).trim().replace(/^/gm, indent),
    )
    .replace(/%%(\w+)%%/g, (_, name: string) => known(values, name));
  return `${text.trim()}\n`;
}

function keptLines(part: string, facts: Facts): string {
  const kept: string[] = [];
  const open: boolean[] = [];
  for (const line of part.split('\n')) {
    const condition = /^#if (!?)(\w+)$/.exec(line);
    if (condition) open.push(known(facts, condition[2] ?? '') !== (condition[1] === '!'));
    else if (line === '#else') open.push(!open.pop());
    else if (line === '#end') open.pop();
    else if (open.every(Boolean)) kept.push(line);
  }
  if (open.length > 0) throw new Error('an #if of an iRule part has no #end');
  return kept.join('\n');
}

function known<T>(table: Readonly<Record<string, T>>, name: string): T {
  const value = table[name];
  if (value === undefined) throw new Error(`an iRule part asks for ${name}, which nobody gives`);
  return value;
}
