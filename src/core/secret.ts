/** A secret in memory. It prints `***` everywhere; `reveal` is called only where it leaves for the wire or the sink asked for. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret(***)';
  }
}

/** Where a call's body takes a secret from when it is sent: the value itself never stands in a plan or a journal. */
export interface SecretReference {
  readonly $secret: string;
}

/** True when a body value stands for a secret that is filled in when the call is sent. */
export function isSecretReference(value: unknown): value is SecretReference {
  return typeof value === 'object' && value !== null && typeof (value as { $secret?: unknown }).$secret === 'string';
}
