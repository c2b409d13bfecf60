import { defineGuardrail } from '../guardrail.ts';

export default defineGuardrail({
  id: 'tls-1-2-or-later',
  title: 'No cluster takes TLS 1.0 or 1.1',
  why: 'Both are broken and withdrawn (RFC 8996); a cluster that takes them can be talked down to them.',
  asked: () => 'Every profile asks for it.',
  // Not `unless … == tls1_2`: that would refuse a floor of TLS 1.3.
  text: () => `forbid (
  principal,
  action == ResourcePolicy::Action::"cluster.modify",
  resource
) when {
  context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_0" ||
  context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_1"
};`,
  examples: [
    {
      input: {},
      refused: [{ minTLSVersion: 'tls1_0' }, { minTLSVersion: 'tls1_1' }],
      passed: [{ minTLSVersion: 'tls1_2' }, { minTLSVersion: 'tls1_3' }],
    },
  ],
});
