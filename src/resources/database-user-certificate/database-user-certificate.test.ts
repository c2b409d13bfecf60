import { expect, test } from 'vitest';
import { parentsOf, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import databaseUser from '../database-user/index.ts';
import { operations } from './api.ts';
import certificate from './index.ts';
import type { DatabaseUserCertificate } from './model.ts';

const batch = certificate.examples[0] as DatabaseUserCertificate;
const { projectId: groupId, username } = batch;
const withOwner = parentsOf(certificate, batch);

function create(months?: number, name = username) {
  const body = months === undefined ? {} : { monthsUntilExpiration: months };
  return callOf(operations.create, { groupId, username: name }, { body });
}

test('the answer is text, certificate and key; the list has neither, and an hour more than the months (recorded)', async () => {
  const world = worldOf(withOwner);
  const made = await world.send(create(6));
  expect(made.status).toBe(201);
  expect(made.body).toMatch(
    /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----[\s\S]+\n$/,
  );
  expect(made.headers['content-type']).toContain('+json');
  const { body } = await world.send(callOf(operations.list, { groupId, username }));
  expect(body).toMatchObject({
    results: [{ createdAt: '2026-11-24T12:00:00Z', notAfter: '2027-05-24T13:00:00Z', subject: 'CN=batch' }],
  });
  expect(JSON.stringify(body)).not.toContain('BEGIN');
  expect(JSON.stringify(world.emulator.store.save())).not.toContain('BEGIN');
  expect(certificate.write?.find({ ...batch, createdAt: '2026-11-24T12:00:00Z' }).parse(body)).toMatchObject({
    monthsUntilExpiration: 6,
  });
});

test('three months where nobody says how many', async () => {
  const world = worldOf(withOwner);
  await world.send(create());
  const { body } = await world.send(callOf(operations.list, { groupId, username }));
  expect(body).toMatchObject({ results: [{ notAfter: '2027-02-24T13:00:00Z' }] });
});

test('who cannot have one is told so (docs, api-errors)', async () => {
  const scram = databaseUser.examples[0];
  const own = { ...databaseUser.examples[0], databaseName: '$external', username: 'CN=own,O=Example' };
  const world = worldOf([
    ...withOwner,
    { kind: 'database-user', model: scram },
    { kind: 'database-user', model: { ...own, mechanism: { type: 'x509', issuer: 'customer' } } },
  ]);
  const refusals = [
    [create(3, 'CN=nobody'), 404, 'USERNAME_NOT_FOUND'],
    [create(3, 'CN=own,O=Example'), 400, 'USER_NOT_MANAGED_X509'],
    [create(25), 400, 'CERT_EXPIRY_CANNOT_EXCEED_TWO_YEARS'],
    [create(0), 400, 'INVALID_ATTRIBUTE'],
  ] as const;
  for (const [call, status, errorCode] of refusals)
    expect(await world.send(call), errorCode).toMatchObject({ status, body: { errorCode } });
});

test('nothing takes a certificate back', () => {
  expect(certificate.write?.delete).toBeUndefined();
  expect(certificate.irreversible?.(certificate.create(batch))).toContain('3 months');
});
