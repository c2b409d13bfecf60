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
  /** Stands before a secret that is no whole address (`https://…`): the part that a plan says in the clear. */
  readonly prefix?: string;
}

/** True when a body value stands for a secret that is filled in when the call is sent. */
export function isSecretReference(value: unknown): value is SecretReference {
  return typeof value === 'object' && value !== null && typeof (value as { $secret?: unknown }).$secret === 'string';
}

/** The value that a reference stands for, with its prefix where it is no whole address. */
function whole({ prefix }: SecretReference, value: string): string {
  return prefix === undefined || value.includes('://') ? value : `${prefix}${value}`;
}

/** A body with every secret filled in, for the moment when it leaves. `resolve` answers the names that stand for one. */
export function revealSecrets(body: unknown, resolve: (name: string) => string): unknown {
  if (body instanceof Secret) return body.reveal();
  if (isSecretReference(body)) return whole(body, resolve(body.$secret));
  if (Array.isArray(body)) return body.map((item) => revealSecrets(item, resolve));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, revealSecrets(value, resolve)]));
}

/** The same body with the named secrets in the place of their names; they print as `***` until they are revealed. */
export function withSecrets(body: unknown, secrets: ReadonlyMap<string, Secret>): unknown {
  if (body instanceof Secret) return body;
  if (isSecretReference(body)) {
    const secret = secrets.get(body.$secret);
    return secret === undefined ? body : new Secret(whole(body, secret.reveal()));
  }
  if (Array.isArray(body)) return body.map((item) => withSecrets(item, secrets));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withSecrets(value, secrets)]));
}
