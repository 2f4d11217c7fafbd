/** Something outside failed: a program, the disk, a server (exit code 3). */
export class OutsideError extends Error {}
