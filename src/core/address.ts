/**
 * One printable, stable name for any resource: `kind:segment/segment`, each segment percent-encoded where it
 * holds `/`, `%`, white space or a control character. Example: `project-ip-access-list:65f…/192.0.2.0%2F24`.
 */
export type Address = string & { readonly __address: unique symbol };

/** The parts of an address: its kind, and its path below the organization. */
export interface AddressParts {
  readonly kind: string;
  readonly path: readonly string[];
}

/** Builds an address. `path` starts with the id of the organization or project that the resource lives in. */
export function addressOf(kind: string, ...path: readonly string[]): Address {
  return `${kind}:${path.map(encodeSegment).join('/')}` as Address;
}

/** Splits an address; `undefined` when the text is none. */
export function parseAddress(text: string): AddressParts | undefined {
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  const kind = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (!/^[a-z][a-z0-9-]*$/.test(kind) || rest === '') return undefined;
  try {
    return { kind, path: rest.split('/').map(decodeURIComponent) };
  } catch {
    return undefined;
  }
}

function encodeSegment(segment: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be encoded
  return segment.replace(/[\u0000-\u0020%/\u007f]/g, (character) => encodeURIComponent(character));
}
