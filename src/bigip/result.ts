/** What became of a tenant. */
export interface TenantResult {
  readonly tenant: string;
  /** `unknown`: a declaration may have been accepted, and its task cannot be found any more. */
  readonly outcome: 'changed' | 'unchanged' | 'refused' | 'unknown';
  /** AS3's status, as of HTTP; 0 where there is none. */
  readonly code: number;
  readonly message: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly task?: string;
  /** How long AS3 was at work. */
  readonly seconds?: number;
}
