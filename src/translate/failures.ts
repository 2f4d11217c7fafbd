/** Thrown within this stage alone: one Route takes its whole group along (specification 01 §9.4). */
export class GroupFailure extends Error {}

/** Thrown within this stage alone: the controller would crash. */
export class ControllerCrash extends Error {}
