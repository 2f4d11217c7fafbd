import type { Json } from './as3-state.ts';

/** Which requests a fault is for. */
export type Occasion = 'login' | 'logout' | 'info' | 'read' | 'change' | 'tasks' | 'task' | 'any';

/** What goes wrong with one request. */
export type Fault =
  /** Nothing, this time. */
  | { readonly kind: 'none' }
  /** AS3 answers so and does nothing. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: Json;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Apache's or Tomcat's page in place of the answer. */
  | { readonly kind: 'page'; readonly status: number; readonly title: string; readonly taken?: boolean }
  /** The connection ends: before the request is read, or after AS3 has taken it. */
  | { readonly kind: 'reset'; readonly taken: boolean }
  /** Nothing is answered. */
  | { readonly kind: 'silence'; readonly taken: boolean }
  /** The answer is cut: whole as HTTP, or broken off. */
  | { readonly kind: 'cut'; readonly brokenOff: boolean }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'redirect'; readonly to: string }
  /** AS3 takes it, and has no record of the task when it is asked. */
  | { readonly kind: 'lost-task' }
  /** AS3 takes it, and is restarted while it is at work. */
  | { readonly kind: 'restart' };

export const busy: Fault = {
  kind: 'answer',
  status: 503,
  body: {
    code: 503,
    message: 'Configuration operation in progress on device localhost, please try again in 2 minutes',
  },
};
export const expired: Fault = {
  kind: 'answer',
  status: 401,
  body: {
    code: 401,
    message: 'X-F5-Auth-Token does not exist.',
    referer: 'localhost',
    restOperationId: 1,
    kind: ':resterrorresponse',
  },
};
export const unregistered: Fault = {
  kind: 'answer',
  status: 404,
  body: {
    code: 404,
    message: 'Public URI path not registered: /shared/appsvcs',
    referer: 'localhost',
    kind: ':resterrorresponse',
  },
};
export const restarting: Fault = { kind: 'page', status: 503, title: '503 Service Unavailable' };
