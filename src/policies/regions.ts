/**
 * Regions in the cloud provider's spelling, which resource policies take, by Atlas's. Source: the pages "Amazon Web Services",
 * "Microsoft Azure" and "Google Cloud" of Atlas's reference. AWS differs in case and dashes only.
 */
const AZURE: Readonly<Record<string, string>> = {
  ASIA_EAST: 'eastasia',
  ASIA_SOUTH_EAST: 'southeastasia',
  AUSTRALIA_CENTRAL: 'australiacentral',
  AUSTRALIA_CENTRAL_2: 'australiacentral2',
  AUSTRALIA_EAST: 'australiaeast',
  AUSTRALIA_SOUTH_EAST: 'australiasoutheast',
  BRAZIL_SOUTH: 'brazilsouth',
  BRAZIL_SOUTHEAST: 'brazilsoutheast',
  CANADA_CENTRAL: 'canadacentral',
  CANADA_EAST: 'canadaeast',
  EUROPE_NORTH: 'northeurope',
  EUROPE_WEST: 'westeurope',
  FRANCE_CENTRAL: 'francecentral',
  FRANCE_SOUTH: 'francesouth',
  GERMANY_NORTH: 'germanynorth',
  GERMANY_WEST_CENTRAL: 'germanywestcentral',
  INDIA_CENTRAL: 'centralindia',
  INDIA_SOUTH: 'southindia',
  INDIA_WEST: 'westindia',
  JAPAN_EAST: 'japaneast',
  JAPAN_WEST: 'japanwest',
  KOREA_CENTRAL: 'koreacentral',
  KOREA_SOUTH: 'koreasouth',
  NORWAY_EAST: 'norwayeast',
  NORWAY_WEST: 'norwaywest',
  SOUTH_AFRICA_NORTH: 'southafricanorth',
  SOUTH_AFRICA_WEST: 'southafricawest',
  SWEDEN_CENTRAL: 'swedencentral',
  SWEDEN_SOUTH: 'swedensouth',
  SWITZERLAND_NORTH: 'switzerlandnorth',
  SWITZERLAND_WEST: 'switzerlandwest',
  UAE_CENTRAL: 'uaecentral',
  UAE_NORTH: 'uaenorth',
  UK_SOUTH: 'uksouth',
  UK_WEST: 'ukwest',
  US_CENTRAL: 'centralus',
  US_EAST: 'eastus',
  US_EAST_2: 'eastus2',
  US_NORTH_CENTRAL: 'northcentralus',
  US_SOUTH_CENTRAL: 'southcentralus',
  US_WEST: 'westus',
  US_WEST_2: 'westus2',
  US_WEST_3: 'westus3',
  US_WEST_CENTRAL: 'westcentralus',
};

const GCP: Readonly<Record<string, string>> = {
  ASIA_EAST_2: 'asia-east2',
  ASIA_NORTHEAST_2: 'asia-northeast2',
  ASIA_NORTHEAST_3: 'asia-northeast3',
  ASIA_SOUTHEAST_2: 'asia-southeast2',
  ASIA_SOUTH_1: 'asia-south1',
  ASIA_SOUTH_2: 'asia-south2',
  AUSTRALIA_SOUTHEAST_1: 'australia-southeast1',
  AUSTRALIA_SOUTHEAST_2: 'australia-southeast2',
  CENTRAL_US: 'us-central1',
  EASTERN_ASIA_PACIFIC: 'asia-east1',
  EASTERN_US: 'us-east1',
  EUROPE_CENTRAL_2: 'europe-central2',
  EUROPE_NORTH_1: 'europe-north1',
  EUROPE_SOUTHWEST_1: 'europe-southwest1',
  EUROPE_WEST_2: 'europe-west2',
  EUROPE_WEST_3: 'europe-west3',
  EUROPE_WEST_4: 'europe-west4',
  EUROPE_WEST_6: 'europe-west6',
  EUROPE_WEST_8: 'europe-west8',
  EUROPE_WEST_9: 'europe-west9',
  MIDDLE_EAST_WEST_1: 'me-west1',
  NORTHEASTERN_ASIA_PACIFIC: 'asia-northeast1',
  NORTH_AMERICA_NORTHEAST_1: 'northamerica-northeast1',
  NORTH_AMERICA_NORTHEAST_2: 'northamerica-northeast2',
  SOUTHEASTERN_ASIA_PACIFIC: 'asia-southeast1',
  SOUTH_AMERICA_EAST_1: 'southamerica-east1',
  SOUTH_AMERICA_WEST_1: 'southamerica-west1',
  US_EAST_4: 'us-east4',
  US_EAST_5: 'us-east5',
  US_SOUTH_1: 'us-south1',
  US_WEST_2: 'us-west2',
  US_WEST_3: 'us-west3',
  US_WEST_4: 'us-west4',
  WESTERN_EUROPE: 'europe-west1',
  WESTERN_US: 'us-west1',
};

/** `aws:eu-west-1` for EU_WEST_1 on AWS; undefined where the spelling is not known. */
export function nativeRegion(provider: 'AWS' | 'AZURE' | 'GCP', region: string): string | undefined {
  switch (provider) {
    case 'AWS':
      return /^[A-Z]+(_[A-Z]+)+_\d$/.test(region) ? `aws:${region.toLowerCase().replaceAll('_', '-')}` : undefined;
    case 'AZURE':
      return AZURE[region] === undefined ? undefined : `azure:${AZURE[region]}`;
    case 'GCP':
      return GCP[region] === undefined ? undefined : `gcp:${GCP[region]}`;
    default:
      return provider satisfies never;
  }
}
