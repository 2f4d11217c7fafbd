/** Which of several owners have a name in common. Answers without looking at all names, and a change costs what it changes. */
export class SharedNames {
  readonly #owners = new Map<string, string[]>();
  readonly #names = new Map<string, ReadonlySet<string>>();
  /** How many names of an owner are another's too. */
  readonly #shared = new Map<string, number>();

  /** Says what an owner has: it has nothing else then. */
  set(owner: string, names: Iterable<string>): void {
    const before = this.#names.get(owner) ?? new Set();
    const now = new Set(names);
    this.#names.set(owner, now);
    for (const name of before) if (!now.has(name)) this.#take(owner, name);
    for (const name of now) if (!before.has(name)) this.#give(owner, name);
  }

  /** True where another has one of the names of an owner. */
  shares(owner: string): boolean {
    return (this.#shared.get(owner) ?? 0) > 0;
  }

  clear(): void {
    for (const table of [this.#owners, this.#names, this.#shared]) table.clear();
  }

  #give(owner: string, name: string): void {
    const owners = this.#owners.get(name);
    if (!owners) {
      this.#owners.set(name, [owner]);
      return;
    }
    owners.push(owner);
    this.#count(owner, 1);
    if (owners.length === 2) this.#count(owners[0]!, 1);
  }

  #take(owner: string, name: string): void {
    const owners = this.#owners.get(name)!.filter(other => other !== owner);
    this.#owners.set(name, owners);
    if (owners.length === 0) this.#owners.delete(name);
    else this.#count(owner, -1);
    if (owners.length === 1) this.#count(owners[0]!, -1);
  }

  #count(owner: string, by: number): void {
    this.#shared.set(owner, (this.#shared.get(owner) ?? 0) + by);
  }
}
