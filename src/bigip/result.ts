import { isObject, type JsonObject, shortened } from './answer.ts';

/** What became of a tenant. */
export interface TenantResult {
  readonly tenant: string;
  /** `unknown`: a declaration may have been accepted, and its task cannot be found any more. */
  readonly outcome: 'changed' | 'unchanged' | 'refused' | 'unknown';
  /** AS3's status, as of HTTP; 0 where there is none. */
  readonly code: number;
  readonly message: string;
  readonly errors: readonly string[];
  /** AS3's own, and what failed of other tenants on the way, such as Common. */
  readonly warnings: readonly string[];
  readonly task?: string;
  /** How long AS3 was at work. */
  readonly seconds?: number;
  /** AS3 changed nothing: it was asked what it would do. */
  readonly dryRun?: true;
}

/** Results as AS3 gives them: a list in an answer or a task, or an answer that is itself an error. */
export function as3Results(json: JsonObject): JsonObject[] {
  return Array.isArray(json.results) ? json.results.filter(isObject) : [json];
}

/** Whether a result is of a tenant; AS3 names it as text, or, where it refuses the whole declaration, as a list. */
export function isOf(result: JsonObject, tenant: string): boolean {
  return result.tenant === tenant || (Array.isArray(result.tenant) && result.tenant.includes(tenant));
}

/** What AS3's results say of one tenant. AS3 goes twice through Common, and after all through `all_tenants`. */
export function tenantResult(json: JsonObject, tenant: string): TenantResult {
  const results = as3Results(json);
  const named = results.filter(result => isOf(result, tenant) || result.tenant === 'all_tenants');
  // A declaration that is refused as a whole has one result, and no tenant in it.
  const own = named.length === 0 && results.every(failed) ? results : named;
  const last = own.find(failed) ?? own.findLast(result => result.message === 'success') ?? own[0];
  if (last === undefined) {
    const message = `AS3 did not look at the tenant ${tenant}`;
    return { tenant, outcome: 'refused', code: 0, message, errors: [], warnings: [] };
  }
  const times = own.flatMap(({ runTime }) => (typeof runTime === 'number' ? [runTime] : []));
  const others = results.filter(result => !own.includes(result) && failed(result));
  return {
    tenant,
    outcome: failed(last) ? 'refused' : last.message === 'success' ? 'changed' : 'unchanged',
    code: codeOf(last),
    message: textOf(last.message) ?? 'without a message',
    errors: own.flatMap(({ errors, response }) => [...textsOf(errors), ...textsOf(response)]),
    warnings: [
      ...own.flatMap(({ warnings }) => textsOf(warnings)),
      ...others.map(({ tenant: other, message, response }) =>
        [textOf(other), textOf(message), textOf(response)].filter(Boolean).join(': '),
      ),
    ],
    ...(times.length > 0 && { seconds: times.reduce((sum, time) => sum + time, 0) / 1000 }),
  };
}

export function codeOf({ code }: JsonObject): number {
  return typeof code === 'number' ? code : 0;
}

function failed(result: JsonObject): boolean {
  return result.message !== 'success' && !/^no change/.test(String(result.message));
}

/** Texts of AS3, which has some as text, some as objects with a `message`, and some as a list of them. */
function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap(one => textOf(isObject(one) ? one.message : one) ?? []);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? shortened(value) : undefined;
}
