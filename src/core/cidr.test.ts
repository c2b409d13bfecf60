import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressSetOf, blocksOfSet, covers, difference, intersection, parseCidr, sizeOf, union } from './cidr.ts';

// The oracle: subsets of 10.0.0.0/24, as 256 bits.
const block = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([host, prefix]) => `10.0.0.${host}/${prefix}`);
const blocks = fc.array(block, { maxLength: 6 });

function bits(texts: readonly string[]): boolean[] {
  const out = Array<boolean>(256).fill(false);
  for (const text of texts) {
    const [host = '', prefix = '32'] = text.split('/');
    const size = 2 ** (32 - Number(prefix));
    const first = Math.floor(Number(host.split('.')[3]) / size) * size;
    for (let index = first; index < first + size; index += 1) out[index] = true;
  }
  return out;
}

const both = (a: readonly string[], b: readonly string[], join: (x: boolean, y: boolean) => boolean) =>
  bits(a).map((x, index) => join(x, bits(b)[index] as boolean));

describe('address sets', () => {
  it('agree with a bitmap on union, intersection, difference, size and cover', () => {
    fc.assert(
      fc.property(blocks, blocks, (a, b) => {
        const [x, y] = [addressSetOf(a), addressSetOf(b)];
        expect(bits(blocksOfSet(union(x, y)))).toEqual(both(a, b, (p, q) => p || q));
        expect(bits(blocksOfSet(intersection(x, y)))).toEqual(both(a, b, (p, q) => p && q));
        expect(bits(blocksOfSet(difference(x, y)))).toEqual(both(a, b, (p, q) => p && !q));
        expect(Number(sizeOf(x).v4)).toBe(bits(a).filter(Boolean).length);
        expect(covers(x, y)).toBe(!both(a, b, (p, q) => !p && q).some(Boolean));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('see that two halves are the whole', () => {
    expect(blocksOfSet(addressSetOf(['0.0.0.0/1', '128.0.0.0/1']))).toEqual(['0.0.0.0/0']);
    expect(blocksOfSet(addressSetOf(['::/1', '8000::/1']))).toEqual(['::/0']);
  });

  it.each(['', '1.2.3', '1.2.3.4/33', '01.2.3.4', '1.2.3.256', ':::', '1::2::3', 'g::/8', '::/129'])(
    'refuse %j',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );
});
