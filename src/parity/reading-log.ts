/** A table that remembers which keys it was asked for: what a controller looks up is what it reads. */
export class ReadingLog<T> extends Map<string, T> {
  readonly asked = new Set<string>();

  override get(key: string): T | undefined {
    // The Map fills itself before the field is there.
    this.asked?.add(key);
    return super.get(key);
  }
}
