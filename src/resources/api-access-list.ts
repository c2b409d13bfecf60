/** The API access list of a credential, which API keys and service accounts have alike: how entries are named, and what Atlas refuses. */
import { atlasError, type EmulatorReply } from '../core/behaviour.ts';
import { type AddressRange, blockOf, parseCidr } from '../core/cidr.ts';

/** One entry as it is posted. */
export interface PostedAddress {
  readonly cidrBlock?: string | undefined;
  readonly ipAddress?: string | undefined;
}

/** An address or a block in the form that the list holds: a block always, a single address as `/32` or `/128`. */
export function entryOf(text: string): string {
  const range = parseCidr(text);
  return (range && blockOf(range)) ?? text;
}

/** Atlas names a single address without its `/32` in the entry's own path (recorded: createOrgApiKeyAccessListEntry). */
export function entryName(entry: string): string {
  return entry.replace(entry.includes(':') ? /\/128$/ : /\/32$/, '');
}

/** Atlas's refusal of an entry; undefined where it is taken. */
export function refusedAddress({ cidrBlock, ipAddress }: PostedAddress): EmulatorReply | undefined {
  const text = cidrBlock ?? ipAddress;
  if (text === undefined || (cidrBlock !== undefined && ipAddress !== undefined)) {
    return atlasError(
      400,
      'MULTIPLE_VALUES_SPECIFIED_FOR_ONE_NETWORK_PERMISSION_ENTRY',
      'Only one of IP address and CIDR block may be specified.',
    );
  }
  const range = parseCidr(text);
  // An API access list takes no range of everything, yet takes two halves of it. The code is unconfirmed.
  if (range === undefined || blockOf(range)?.endsWith('/0')) {
    return atlasError(
      400,
      'INVALID_IP_ADDRESS_OR_CIDR_NOTATION',
      `The address ${text} must be in valid IP address or CIDR notation.`,
      [text],
    );
  }
  return undefined;
}

function contains(range: AddressRange | undefined, address: AddressRange): boolean {
  return (
    range !== undefined && range.family === address.family && range.first <= address.first && address.last <= range.last
  );
}

/**
 * Atlas's refusal where a credential would take the address that it calls from off its own list; undefined where another
 * entry holds it. The sentence is from the Atlas CLI's own tests; that another entry may cover the caller is unconfirmed.
 */
export function refusedRemoval(list: readonly string[], entry: string, caller: string): EmulatorReply | undefined {
  const address = parseCidr(caller);
  if (address === undefined || !contains(parseCidr(entry), address)) return undefined;
  if (list.some((other) => other !== entry && contains(parseCidr(other), address))) return undefined;
  return atlasError(
    400,
    'CANNOT_REMOVE_CALLER_FROM_ACCESS_LIST',
    `Cannot remove caller's IP address ${caller} from access list.`,
    [caller],
  );
}
