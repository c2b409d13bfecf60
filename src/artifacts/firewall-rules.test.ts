import { parse as parseHcl } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleSnapshot } from '../../tools/example-snapshot.ts';
import { addressSetOf } from '../core/cidr.ts';
import { isFailure } from '../core/failure.ts';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import { indexSnapshot } from '../core/snapshot.ts';
import cluster from '../resources/cluster/index.ts';
import type { Cluster } from '../resources/cluster/model.ts';
import clusterAddresses from '../resources/cluster-addresses/index.ts';
import type { ClusterAddresses } from '../resources/cluster-addresses/model.ts';
import type { ArtifactInput, ArtifactValues, Made } from './artifact.ts';
import firewallRules from './firewall-rules.ts';

const payments = cluster.examples[0] as Cluster;
const base = clusterAddresses.examples[0] as ClusterAddresses;

async function make(
  values: ArtifactValues<typeof firewallRules.options>,
  addresses: readonly ClusterAddresses[],
): Promise<Made> {
  const resources = { cluster: [payments], 'cluster-addresses': addresses };
  const index = indexSnapshot(exampleSnapshot({ resources }, 'project'));
  return firewallRules.make({ values, profile: ASSUMED_PROFILE, index } as ArtifactInput<typeof firewallRules.options>);
}

const textOf = ({ files }: Made, name: string) => files.find((file) => file.name === name)?.text ?? '';
const blocksIn = (text: string) => [...text.matchAll(/\d+\.\d+\.\d+\.\d+\/\d+/g)].map(([block]) => block);
const address = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.nat(255))
  .map(([third, fourth]) => `198.51.${100 + third}.${fourth}`);

test('every firewall lets through exactly the addresses of now and of next, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(address, { minLength: 1 }),
      fc.uniqueArray(address),
      async (inbound, futureInbound) => {
        const made = await make({}, [{ ...base, inbound, futureInbound }]);
        const wanted = addressSetOf([...inbound, ...futureInbound]);
        const accepted = textOf(made, 'rules.nft')
          .split('\n')
          .filter((line) => line.includes('accept') && line.includes('daddr'));
        expect(addressSetOf(blocksIn(accepted.join('\n')))).toEqual(wanted);
        const aws = (await parseHcl('a.tf', textOf(made, 'aws-security-group.tf'))) as {
          resource: Record<string, Record<string, { cidr_ipv4: string; from_port: number; to_port: number }[]>>;
        };
        const rules = Object.values(aws.resource.aws_vpc_security_group_egress_rule ?? {}).flat();
        expect(addressSetOf(rules.map(({ cidr_ipv4: block }) => block))).toEqual(wanted);
        expect(rules.every(({ from_port: first, to_port: last }) => first === 27_015 && last === 27_017)).toBe(true);
        for (const name of ['azure-network-security-group.tf', 'gcp-firewall.tf']) {
          const blocks = blocksIn(textOf(made, name)).filter((block) => block !== '0.0.0.0/0');
          expect(addressSetOf(blocks), name).toEqual(wanted);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('LDAP is let in from where the nodes connect, and from nowhere else', async () => {
  const made = await make({ ldap: true }, [{ ...base, outbound: ['203.0.113.9'], futureOutbound: ['203.0.113.10'] }]);
  expect(textOf(made, 'rules.nft')).toContain('ip saddr { 203.0.113.9/32, 203.0.113.10/32 } tcp dport 636');
  expect(textOf(await make({}, [base]), 'rules.nft')).not.toContain('saddr');
});

test('endpoints of AWS need every port of their range, and their subnets must be named', async () => {
  const made = await make({ via: 'private-endpoint', to: ['10.4.8.0/28'] }, []);
  expect(textOf(made, 'rules.nft')).toContain('ip daddr { 10.4.8.0/28 } tcp dport 1024-65535');
  const error = await make({ via: 'private-endpoint' }, []).catch((thrown: unknown) => thrown);
  expect(isFailure(error) ? error.problems[0]?.fix : error).toBe('Name the subnets of the endpoints with --to CIDR.');
});

test('a cluster without addresses, and a range that is none, are told of', async () => {
  const error = await make({ ldap: true }, []).catch((thrown: unknown) => thrown);
  expect(isFailure(error) && error.problems).toHaveLength(2);
  const wrong = await make({ via: 'peering', to: ['10.0.0.0/40'] }, [base]).catch((thrown: unknown) => thrown);
  expect(isFailure(wrong) ? wrong.problems[0]?.what : wrong).toBe('"10.0.0.0/40" is no range of addresses.');
});
