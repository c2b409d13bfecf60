import { describe, expect, it } from 'vitest';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import { environmentByName, environmentByTag, likelyEnvironment } from './environment-words.ts';

const project = (name: string, ...tags: readonly { readonly key: string; readonly value: string }[]) => ({
  id: '650000000000000000000001',
  name,
  tags,
});

describe('environmentByName', () => {
  it('takes whole words, and one alone', () => {
    expect(environmentByName('shop-prod')).toBe('production');
    expect(environmentByName('ShopStaging2')).toBe('staging');
    expect(environmentByName('contest')).toBeUndefined();
    expect(environmentByName('prod-and-test')).toBeUndefined();
  });
});

describe('environmentByTag', () => {
  it('looks at tags about the environment', () => {
    expect(environmentByTag([{ key: 'Environment', value: ' QA ' }])).toBe('development');
    expect(environmentByTag([{ key: 'product', value: 'production' }])).toBeUndefined();
  });
});

describe('likelyEnvironment', () => {
  it('lets a tag, then the name, speak against an assumed production', () => {
    expect(likelyEnvironment(project('shop-staging'), ASSUMED_PROFILE)).toBe('staging');
    expect(likelyEnvironment(project('shop-prod', { key: 'env', value: 'test' }), ASSUMED_PROFILE)).toBe('development');
    expect(likelyEnvironment(project('shop'), ASSUMED_PROFILE)).toBe('production');
  });

  it('never speaks against an answer', () => {
    const answered = { ...ASSUMED_PROFILE, projects: { 'shop-staging': { environment: 'production' as const } } };
    expect(likelyEnvironment(project('shop-staging'), answered)).toBe('production');
    expect(likelyEnvironment(project('shop-prod'), { ...ASSUMED_PROFILE, environment: 'development' })).toBe(
      'development',
    );
  });
});
