import { describe, expect, it } from 'vitest';
import { type ApiCall, type ApiResponse, callOf, type Operation } from '../core/call.ts';
import { isFailure } from '../core/failure.ts';
import { type AtlasApi, ITEMS_PER_PAGE, listItems, readOnly } from './ports.ts';

const bucket = { name: 'test', scope: 'organization', capacity: 10, refillPerMinute: 10 } as const;
const list: Operation = {
  id: 'listThings',
  method: 'GET',
  path: '/api/atlas/v2/orgs/{orgId}/things',
  version: '2023-01-01',
  role: 'ORG_READ_ONLY',
  success: 200,
  bucket,
  shape: 'page',
};

/** Serves `total` things in pages of at most `largest`; `failingPage` answers 500. */
function serving(total: number, options: { largest?: number; failingPage?: number; totalCount?: boolean } = {}) {
  const asked: ApiCall[] = [];
  const api: AtlasApi = {
    async send(call): Promise<ApiResponse> {
      asked.push(call);
      const page = Number(call.query?.pageNum);
      if (page === options.failingPage) return { status: 500, headers: {}, body: { errorCode: 'UNEXPECTED_ERROR' } };
      const size = Math.min(Number(call.query?.itemsPerPage), options.largest ?? 500);
      const from = (page - 1) * size;
      const results = Array.from({ length: Math.max(0, Math.min(size, total - from)) }, (_, index) => ({
        id: from + index,
      }));
      return { status: 200, headers: {}, body: { results, ...(options.totalCount ? { totalCount: total } : {}) } };
    },
  };
  return { api, asked };
}

const ids = (length: number) => Array.from({ length }, (_, id) => ({ id }));

describe('listItems', () => {
  it('reads pages until one is short', async () => {
    const { api, asked } = serving(2 * ITEMS_PER_PAGE + 1);
    const answer = await listItems(api, callOf(list, { orgId: 'o' }, { query: { kept: 'yes' } }));
    expect(answer).toEqual({ ok: true, items: ids(2 * ITEMS_PER_PAGE + 1) });
    expect(asked.map(({ query }) => query)).toEqual(
      ['1', '2', '3'].map((pageNum) => ({ kept: 'yes', pageNum, itemsPerPage: '500' })),
    );
  });

  it('loses nothing where the last page is exactly full', async () => {
    const { api } = serving(ITEMS_PER_PAGE);
    expect(await listItems(api, callOf(list, { orgId: 'o' }))).toEqual({ ok: true, items: ids(ITEMS_PER_PAGE) });
  });

  it('does not take a smaller page for the last one where the answer says that there is more', async () => {
    const { api } = serving(250, { largest: 100, totalCount: true });
    expect(await listItems(api, callOf(list, { orgId: 'o' }))).toEqual({ ok: true, items: ids(250) });
  });

  it('answers no half list where a later page fails', async () => {
    const { api } = serving(1200, { failingPage: 2 });
    expect(await listItems(api, callOf(list, { orgId: 'o' }))).toMatchObject({ ok: false, response: { status: 500 } });
  });

  it.each([
    ['page', [], 'answer-unexpected'],
    ['array', { results: [] }, 'answer-unexpected'],
    ['object', [], 'answer-unexpected'],
  ] as const)('refuses a success that is no %s', async (shape, body, code) => {
    const api: AtlasApi = { send: async () => ({ status: 200, headers: {}, body }) };
    const error = await listItems(api, callOf({ ...list, shape }, { orgId: 'o' })).catch((caught: unknown) => caught);
    expect(isFailure(error, code)).toBe(true);
  });

  it.each([
    ['array', [{ id: 1 }, { id: 2 }], [{ id: 1 }, { id: 2 }]],
    ['object', { id: 1 }, [{ id: 1 }]],
  ] as const)('gives the items of an %s', async (shape, body, items) => {
    const api: AtlasApi = { send: async () => ({ status: 200, headers: {}, body }) };
    expect(await listItems(api, callOf({ ...list, shape }, { orgId: 'o' }))).toEqual({ ok: true, items });
  });
});

describe('readOnly', () => {
  it.each(['POST', 'PATCH', 'PUT', 'DELETE'] as const)('refuses %s before anything is sent', async (method) => {
    const { api, asked } = serving(1);
    const write = callOf({ ...list, method }, { orgId: 'o' });
    const disguised = { ...write, operation: list };
    for (const call of [write, disguised, { ...write, method: 'GET' as const }]) {
      const error = await readOnly(api)
        .send(call)
        .catch((caught: unknown) => caught);
      expect(isFailure(error, 'read-only')).toBe(true);
    }
    expect(asked).toEqual([]);
  });

  it('lets reads through', async () => {
    const { api, asked } = serving(1);
    await listItems(readOnly(api), callOf(list, { orgId: 'o' }));
    expect(asked).toHaveLength(1);
  });
});
