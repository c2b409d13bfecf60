/** Where a step goes that a dialect cannot say: every write has its call. */
export const ELSEWHERE = 'Use the api dialect for that.';

/** Sentences about steps of a plan. One that many steps share is said once, with all of them. */
export class Remarks {
  readonly #steps = new Map<string, string[]>();

  /** Says something of a step, or of several that were joined. */
  add(ids: string, sentence: string): void {
    const steps = this.#steps.get(sentence);
    if (steps === undefined) this.#steps.set(sentence, [ids]);
    else steps.push(ids);
  }

  /** All of them, in the order in which they were first said: `s-1, s-2: It cannot.` */
  lines(): readonly string[] {
    return [...this.#steps].map(([sentence, ids]) => `${ids.join(', ')}: ${sentence}`);
  }
}
