import type { Colors } from 'picocolors/types.js';
import type { IoMeshOrders, OrderedStep } from '../explain/iomesh-order.ts';
import type { Place, Position } from '../place.ts';
import { printable } from './printable.ts';

type Locate = (place: Place) => Position | undefined;

/** For people: the steps by number, each with its command and the lines in Git that it is about. */
export function ioMeshText(clusters: readonly IoMeshOrders[], colors: Colors, locate: Locate): string {
  const parts = clusters.flatMap(({ cluster, orders }) =>
    orders.map(({ what, reason, steps }) =>
      [
        colors.bold(printable(`${what} IOMesh in cluster ${cluster}`)),
        `  ${reason}`,
        ...steps.flatMap((step, index) => [...stepLines(step, index + 1, locate)]),
      ].join('\n'),
    ),
  );
  return `${parts.join('\n\n')}\n`;
}

function* stepLines({ does, command, at }: OrderedStep, number: number, locate: Locate): Generator<string> {
  yield printable(`  ${number}. ${does}`);
  if (command !== undefined) yield printable(`     $ ${command}`);
  for (const { what, place } of at) {
    const position = locate(place);
    yield printable(`     ${what}${position ? `, ${position.file}:${position.line}` : ''}`);
  }
}

/** The same for programs, with lines in place of offsets. */
export function ioMeshJson(clusters: readonly IoMeshOrders[], locate: Locate): string {
  const shown = clusters.map(({ cluster, orders }) => ({
    cluster,
    orders: orders.map(order => ({
      ...order,
      steps: order.steps.map(({ at, ...step }) => ({
        ...step,
        at: at.map(({ what, place }) => ({ what, position: locate(place) })),
      })),
    })),
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}
