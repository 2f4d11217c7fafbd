import { writeSync } from 'node:fs';
import pc from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { UsageError } from './usage-error.ts';

let oneStream = false;

/** From now on everything goes to standard output: who reads two streams does not know what was written first. */
export function printToOneStream(): void {
  oneStream = true;
}

/**
 * Writes all of a text to a file descriptor, also to a pipe that takes it bit by bit. A reader that went away is no error: the result is
 * false then.
 */
export function print(descriptor: 1 | 2, text: string): boolean {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(oneStream ? 1 : descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      else if (code === 'EPIPE') return false;
      else throw error;
    }
  }
  return true;
}

/** Takes away what stands on a terminal, so that only the last result is seen. What is no terminal keeps everything. */
export function clearTerminal(): void {
  if (process.stdout.isTTY && process.env.TERM !== 'dumb') print(1, '\x1b[2J\x1b[3J\x1b[H');
}

/** All of standard input. */
export async function readStandardInput(): Promise<Buffer> {
  if (process.stdin.isTTY) throw new UsageError('standard input is a terminal: pipe the text of the file into it');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Colours for a descriptor: none with `--no-color` or `NO_COLOR`, none where it is no terminal unless `FORCE_COLOR` asks. */
export function colorsFor(descriptor: 1 | 2, wanted: boolean): Colors {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const terminal = descriptor === 1 ? process.stdout.isTTY : process.stderr.isTTY;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0';
  // A boolean in any case: what is undefined, picocolors decides for itself, and gives colours to a file where CI is set.
  return pc.createColors(Boolean(wanted && !NO_COLOR && (forced || (terminal && process.env.TERM !== 'dumb'))));
}

/** Columns of the terminal behind a descriptor; undefined where there is none. */
export function columnsOf(descriptor: 1 | 2): number | undefined {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  return stream.isTTY ? stream.columns : undefined;
}
