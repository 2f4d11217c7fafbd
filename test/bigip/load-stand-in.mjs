// The stand-in for a BIG-IP, its faults and declarations for scripts.
import { loadTypescript } from '../load-typescript.mjs';

export const loadStandIn = () =>
  loadTypescript(import.meta.dirname, ['stand-in.ts', 'faults.ts', '../sync/declarations.ts']);
