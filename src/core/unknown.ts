/** A value that was not read, with the reason. It is a value of the model, never `undefined`. */
export interface Unknown {
  readonly unknown: string;
}

/** A value that may not have been read. */
export type Known<T> = T | Unknown;

/** True when the value was not read. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && typeof (value as { unknown?: unknown }).unknown === 'string';
}

/** Thrown by `known`, caught by the engine, which answers `unknown` with this reason. */
export class UnknownValue extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'UnknownValue';
    this.reason = reason;
  }
}

/** The value, when it was read; otherwise the control's verdict becomes `unknown` with the reason. */
export function known<T>(value: Known<T>): T {
  if (isUnknown(value)) throw new UnknownValue(value.unknown);
  return value as T;
}
