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

/** A body with every secret filled in, for the moment when it leaves. `resolve` answers the names that stand for one. */
export function revealSecrets(body: unknown, resolve: (name: string) => string): unknown {
  if (body instanceof Secret) return body.reveal();
  if (isSecretReference(body)) return resolve(body.$secret);
  if (Array.isArray(body)) return body.map((item) => revealSecrets(item, resolve));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, revealSecrets(value, resolve)]));
}

/** The same body with the named secrets in the place of their names; they print as `***` until they are revealed. */
export function withSecrets(body: unknown, secrets: ReadonlyMap<string, Secret>): unknown {
  if (body instanceof Secret) return body;
  if (isSecretReference(body)) return secrets.get(body.$secret) ?? body;
  if (Array.isArray(body)) return body.map((item) => withSecrets(item, secrets));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withSecrets(value, secrets)]));
}
