import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

export interface Json {
  [key: string]: unknown;
}

export interface As3Task {
  readonly id: string;
  status: 'pending' | 'complete' | 'cancelled';
  response?: Json;
  code?: number;
}

export interface As3Request {
  readonly method: 'POST' | 'DELETE';
  /** Tenants named in the path. */
  readonly tenants: readonly string[];
  readonly declaration?: Json;
  readonly dryRun: boolean;
}

export interface As3Options {
  /** Milliseconds that AS3 is at work on a declaration. */
  taskTime: number;
  /** What is wrong with a declaration, in AS3's words. */
  readonly validate: (declaration: Json) => readonly string[];
}

/** How many declarations AS3 keeps, and how many tasks that ended. */
const historyLimit = 4;
const taskLimit = 25;

/** What AS3 knows and does, as its documents and its answers show it, without a word of HTTP. */
export class As3State {
  readonly options: As3Options;
  /** Newest first; the newest is what is declared. */
  readonly history: Json[] = [];
  tasks: As3Task[] = [];
  /** Why a tenant cannot be configured, in the BIG-IP's words. */
  readonly broken = new Map<string, string>();
  /** How often each tenant was really configured, or was not because it was so already. */
  readonly worked: string[] = [];
  #busy = false;
  /** Of what it is at work on. */
  readonly #ends: ((cancelled: boolean) => void)[] = [];
  readonly #working = new Set<Promise<void>>();

  constructor(options: As3Options) {
    this.options = options;
  }

  get declaration(): Json | undefined {
    const [newest] = this.history;
    return newest && tenantsOf(newest).length > 0 ? newest : undefined;
  }

  /** Takes a request, and is at work on it from then on. One at a time: another one is told so at its end. */
  submit(request: As3Request): As3Task & { readonly end: Promise<void> } {
    const task: As3Task & { end: Promise<void> } = { id: randomUUID(), status: 'pending', end: Promise.resolve() };
    this.tasks.unshift(task);
    task.end = this.#work(request, task);
    this.#working.add(task.end);
    void task.end.then(() => this.#working.delete(task.end));
    return task;
  }

  task(id: string): As3Task | undefined {
    return this.tasks.find(task => task.id === id);
  }

  /** Forgets a task; what it does goes on. */
  lose(id: string): void {
    this.tasks = this.tasks.filter(task => task.id !== id);
  }

  /** Waits until it is at work on nothing. */
  async idle(): Promise<void> {
    await Promise.all(this.#working);
  }

  /** Ends at once what it is at work on. */
  finish(): void {
    for (const end of this.#ends.splice(0)) end(false);
  }

  /** What a restart of restnoded does: what was at work is not done. */
  restart(): void {
    for (const end of this.#ends.splice(0)) end(true);
  }

  async #work(request: As3Request, task: As3Task): Promise<void> {
    if (this.#busy) return this.#finish(task, 503, this.#busyBody(request));
    this.#busy = true;
    const cancelled = await this.#pause();
    this.#busy = false;
    if (cancelled) {
      task.status = 'cancelled';
      return;
    }
    const { code, body } = this.#apply(request);
    this.#finish(task, code, body);
  }

  /** Returns whether a restart ended it. */
  #pause(): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => this.finish(), this.options.taskTime);
      this.#ends.push(cancelled => {
        clearTimeout(timer);
        resolve(cancelled);
      });
    });
  }

  #finish(task: As3Task, code: number, response: Json): void {
    task.status = 'complete';
    task.code = code;
    task.response = response;
    const ended = this.tasks.filter(({ status }) => status !== 'pending').slice(0, taskLimit);
    this.tasks = this.tasks.filter(one => one.status === 'pending' || ended.includes(one));
  }

  #busyBody({ tenants }: As3Request): Json {
    const message = 'Configuration operation in progress on device localhost, please try again in 2 minutes';
    return { code: 503, message, host: 'localhost', tenant: [...tenants] };
  }

  #apply({ method, tenants, declaration, dryRun }: As3Request): { readonly code: number; readonly body: Json } {
    const posted = method === 'POST' ? selected(declaration ?? {}, tenants) : removal(tenants, this.declaration);
    const errors = method === 'POST' ? this.options.validate(posted) : [];
    if (errors.length > 0) {
      const body = {
        code: 422,
        errors: [...errors],
        message: 'declaration is invalid',
        host: 'localhost',
        tenant: [...tenants],
      };
      return { code: 422, body };
    }
    const previous = this.declaration ?? {};
    const next: Json = Object.fromEntries([...tenantsOf(previous)].map(name => [name, previous[name]]));
    const results: Json[] = [];
    for (const name of inOrder(tenantsOf(posted))) results.push(this.#configure(name, posted, next, dryRun));
    if (results.length === 0) results.push({ message: 'no change', host: 'localhost', code: 200 });
    for (const [key, value] of Object.entries(posted)) if (!isTenant(value)) next[key] = structuredClone(value);
    next.updateMode = 'selective';
    next.controls = { ...(next.controls as Json | undefined), archiveTimestamp: new Date().toISOString() };
    if (!dryRun) {
      this.history.unshift(next);
      this.history.splice(historyLimit);
    }
    const failures = results.filter(({ code }) => code !== 200).length;
    const code = failures === 0 ? 200 : failures === results.length ? 422 : 207;
    const touched = Object.entries(next).filter(([key, value]) => !isTenant(value) || key in posted);
    return { code, body: { results, declaration: Object.fromEntries(touched), ...(dryRun && { dryRun: true }) } };
  }

  #configure(name: string, posted: Json, next: Json, dryRun: boolean): Json {
    const common = { host: 'localhost', tenant: name, runTime: 400 + this.worked.length };
    const reason = this.broken.get(name);
    const wanted = hasContent(posted[name]) ? posted[name] : undefined;
    if (isDeepStrictEqual(wanted, next[name])) return { code: 200, message: 'no change', ...common };
    if (reason !== undefined) return { code: 422, message: 'declaration failed', response: reason, ...common };
    if (!dryRun) this.worked.push(name);
    if (wanted === undefined) delete next[name];
    else next[name] = structuredClone(wanted);
    return { code: 200, message: 'success', lineCount: 21, ...(dryRun && { dryRun: true }), ...common };
  }
}

export function isTenant(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && (value as Json).class === 'Tenant';
}

function tenantsOf(declaration: Json): string[] {
  return Object.keys(declaration).filter(key => isTenant(declaration[key]));
}

/** AS3 begins with Common and comes back to it in the end. */
function inOrder(tenants: readonly string[]): string[] {
  const others = tenants.filter(name => name !== 'Common');
  return others.length === tenants.length ? others : ['Common', ...others, 'Common'];
}

/** A tenant in which nothing has a class is deleted. */
function hasContent(tenant: unknown): boolean {
  return Object.values(tenant as Json).some(value => typeof value === 'object' && value !== null && 'class' in value);
}

/** A declaration with the tenants of the path alone, and Common. */
function selected(declaration: Json, tenants: readonly string[]): Json {
  if (tenants.length === 0) return declaration;
  const kept = Object.entries(declaration).filter(
    ([key, value]) => !isTenant(value) || key === 'Common' || tenants.includes(key),
  );
  return Object.fromEntries(kept);
}

/** What AS3 makes of a DELETE: without tenants it means all of them. */
function removal(tenants: readonly string[], declaration: Json | undefined): Json {
  const names = tenants.length > 0 ? tenants : tenantsOf(declaration ?? {});
  const removed = Object.fromEntries(names.map(name => [name, { class: 'Tenant' }]));
  return { class: 'ADC', schemaVersion: declaration?.schemaVersion ?? '3.0.0', id: String(Date.now()), ...removed };
}
