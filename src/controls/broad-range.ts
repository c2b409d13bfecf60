import { type AddressSet, publicSizeOf } from '../core/cidr.ts';
import type { ControlContext } from '../core/control.ts';

/** The longest prefix length, that is the narrowest block, that still counts as broad: by the control's options, else by the risk tolerance. */
function broadPrefix({ options, profile }: Pick<ControlContext, 'options' | 'profile'>): {
  readonly v4: number;
  readonly v6: number;
} {
  const byTolerance = { low: 23, medium: 19, high: 15 } as const;
  const v4 =
    typeof options.broadestIpv4Prefix === 'number'
      ? options.broadestIpv4Prefix - 1
      : byTolerance[profile.riskTolerance];
  const v6 = typeof options.broadestIpv6Prefix === 'number' ? options.broadestIpv6Prefix - 1 : 47;
  return { v4, v6 };
}

/**
 * Whether a set holds more public addresses than one network needs: with medium risk tolerance more than a /20, with low
 * a /24, with high a /16, or what the options broadestIpv4Prefix and broadestIpv6Prefix say.
 */
export function isBroad(range: AddressSet, context: Pick<ControlContext, 'options' | 'profile'>): boolean {
  const limit = broadPrefix(context);
  const size = publicSizeOf(range);
  return size.v4 >= 1n << BigInt(32 - limit.v4) || size.v6 >= 1n << BigInt(128 - limit.v6);
}
