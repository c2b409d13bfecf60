import { describe, expect, it } from 'vitest';
import { forbidsOpenAccessList, limitsRegions, readPolicies } from './resource-policy-text.ts';

const list = (rest: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"project.ipAccessList.modify", resource)${rest};`;
const clusters = (rest: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource)${rest};`;

describe('a resource policy', () => {
  it.each([
    ['yes', list(' when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) }')],
    ['yes', list('\n  // no wildcard\n  when {\n    context.project.ipAccessList.contains(ip("0.0.0.0/0"))\n  }')],
    ['yes', list(' when { context.project.ipAccessList.containsAny([ip("1.0.0.0/8"), ip("0.0.0.0/0")]) }')],
    ['yes', list(' unless { [ip("1.2.3.4/32"), ip("8.8.8.8/32")].containsAll(context.project.ipAccessList) }')],
    ['yes', list(' unless { context.project.ipAccessList.isEmpty() }')],
    ['yes', list('').replace('ResourcePolicy', ' ResourcePolicy')],
    [
      'yes',
      'forbid (principal, action == cloud::Action::"project.edit", resource) when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) };',
    ],
    [
      'yes',
      '@id("x") forbid(principal, action in [ResourcePolicy::Action::"project.ipAccessList.modify"], resource) when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) };',
    ],
    ['perhaps', list(' unless { [ip("0.0.0.0/0")].containsAll(context.project.ipAccessList) }')],
    ['perhaps', list(' unless { context.project.ipAccessList.contains(ip("0.0.0.0/0")) }')],
    ['perhaps', list(' when { context.project.ipAccessList.contains(ip("10.0.0.0/8")) }')],
    [
      'perhaps',
      list(
        ' when { resource in ResourcePolicy::Project::"5f0000000000000000000001" && context.project.ipAccessList.contains(ip("0.0.0.0/0")) }',
      ),
    ],
    ['no', '// context.project.ipAccessList\nforbid (principal, action, resource) when { context.search.hasIndexes };'],
    ['no', clusters(' when { context.project.clustersInProject > 2 }')],
  ])('forbids an open access list: %s', (reading, body) => {
    expect(forbidsOpenAccessList(body)).toBe(reading);
  });

  it.each([
    ['yes', clusters(' unless { [ResourcePolicy::Region::"aws:eu-west-1"].containsAll(context.cluster.regions) }')],
    ['perhaps', clusters(' when { context.cluster.regions.contains(ResourcePolicy::Region::"aws:us-east-1") }')],
    [
      'perhaps',
      clusters(
        ' unless { resource in ResourcePolicy::Project::"5f0000000000000000000001" && [ResourcePolicy::Region::"aws:eu-west-1"].containsAll(context.cluster.regions) }',
      ),
    ],
    ['no', list('')],
  ])('limits regions: %s', (reading, body) => {
    expect(limitsRegions(body)).toBe(reading);
  });

  it('is enough when it is one of many', () => {
    expect(readPolicies(['a', 'b'], (body) => (body === 'a' ? 'perhaps' : 'yes'))).toBe('yes');
    expect(readPolicies(['a', 'b'], (body) => (body === 'a' ? 'perhaps' : 'no'))).toBe('perhaps');
    expect(readPolicies([], () => 'yes')).toBe('no');
  });
});
