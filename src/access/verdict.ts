import type { Address } from '../core/address.ts';

/** `unknown`: something that decides it was not read. */
export type Verdict = 'allow' | 'deny' | 'unknown';

/** What one layer says, and the resource that decided. */
export interface LayerDecision {
  readonly layer: 'network' | 'transport' | 'authentication' | 'authorization';
  readonly verdict: Verdict;
  readonly because: string;
  readonly decidedBy?: Address;
}

/** What all layers say together: one refusal is enough for no, and no layer that is unknown makes a yes. */
export interface Decision {
  readonly verdict: 'yes' | 'no' | 'unknown';
  readonly layers: readonly LayerDecision[];
}

type Say = (layer: LayerDecision['layer'], because: string, by?: Address) => LayerDecision;

function said(verdict: Verdict): Say {
  return (layer, because, decidedBy) =>
    decidedBy === undefined ? { layer, verdict, because } : { layer, verdict, because, decidedBy };
}

/** A layer that lets through. */
export const allow: Say = said('allow');

/** A layer that refuses. */
export const deny: Say = said('deny');

/** A layer of which too little was read. */
export const unknown: Say = said('unknown');

/** What layers say together. */
export function verdictOf(layers: readonly LayerDecision[]): Decision['verdict'] {
  let isSure = true;
  for (let position = 0; position < layers.length; position += 1) {
    const verdict = layers[position]?.verdict;
    if (verdict === 'deny') return 'no';
    if (verdict === 'unknown') isSure = false;
  }
  return isSure ? 'yes' : 'unknown';
}
