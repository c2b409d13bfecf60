import { defineStep } from '../step.ts';

export default defineStep({
  id: 'encryption',
  number: 3,
  title: 'Encryption',
  items: [
    {
      id: 'at-rest',
      title: 'Encryption at rest by the cloud',
      why: 'A disk that leaves the data centre tells nothing.',
      atlas: 'Encrypts every volume with the cloud provider’s keys; it cannot be turned off.',
      yours: 'Nothing.',
      controls: [],
      always: 'Atlas encrypts every cluster’s disks, on every tier.',
      pages: ['reference/faq/security/'],
    },
    {
      id: 'customer-keys',
      title: 'Your own encryption key',
      why: 'With a key of your own you can take the data away from everybody, Atlas included, in one step.',
      atlas: 'Encrypts with a key that yours wraps, and asks your key service for it.',
      yours:
        'Keep the key, rotate it, let Atlas use it through a role, and know what happens when it is gone: the clusters stop.',
      home: 'encryption',
      controls: [
        'encryption/customer-managed-key-configured',
        'encryption/customer-managed-key-valid',
        'encryption/cluster-uses-customer-managed-key',
        'encryption/search-nodes-use-customer-managed-key',
        'encryption/key-service-over-private-network',
        'encryption/key-service-without-static-credentials',
      ],
      kinds: ['encryption-at-rest', 'encryption-at-rest-private-endpoint'],
      dependsOn: ['cloud-provider-access/roles'],
      notOn: { tiers: ['free', 'flex'], because: 'Own keys need a dedicated cluster.' },
      notIn: [
        {
          clouds: ['GCP'],
          because:
            'Atlas reaches keys in AWS KMS and Azure Key Vault over private endpoints, not those in Google Cloud KMS.',
        },
      ],
      pages: ['security-kms-encryption/'],
    },
    {
      id: 'transport',
      title: 'TLS floor and ciphers',
      why: 'A cluster that takes old versions can be talked down to them.',
      atlas: 'Encrypts every connection; it cannot be turned off.',
      yours: 'Set the floor and the ciphers, after you know what the clients speak.',
      controls: ['encryption/tls-1-2-or-later', 'encryption/no-weak-cipher'],
      kinds: ['cluster-process-arguments'],
      notOn: { tiers: ['free', 'flex'], because: 'Free and flex clusters have a floor that Atlas sets.' },
      pages: ['cluster-additional-settings/'],
    },
    {
      id: 'client-side',
      title: 'Encryption in the client',
      why: 'What the client encrypts, no server, snapshot, log or administrator can read.',
      atlas: 'Stores what it cannot read, and answers queries on Queryable Encryption fields.',
      yours: 'Choose the fields, keep the keys in a key service, and write the driver configuration.',
      controls: [],
      byHand: [
        'Choose fields by what is queried: Queryable Encryption for equality and ranges (MongoDB 7.0 and 8.0 on), Client-Side Field Level Encryption for the rest.',
        'Nothing in the Admin API says which fields are encrypted: look at the collections’ options and at the clients.',
      ],
      pages: ['security-kms-encryption/'],
    },
  ],
});
