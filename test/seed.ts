/** Where random tests begin: always at the same place, so that a run can be repeated, or at SEED. */
export const seed = Number(process.env.SEED ?? 20_261_121);
