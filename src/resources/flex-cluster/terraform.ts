import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { fromWire } from './api.ts';
import type { FlexCluster } from './model.ts';

const objectOf = (value: unknown) =>
  ((Array.isArray(value) ? value[0] : value) ?? {}) as Readonly<Record<string, unknown>>;

export const terraform: TerraformDialect<FlexCluster> = {
  type: 'mongodbatlas_flex_cluster',
  mode: 'whole',
  name: ({ name }) => terraformName(name),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      name: model.name,
      provider_settings: { backing_provider_name: model.provider, region_name: model.regionName },
      termination_protection_enabled: model.terminationProtectionEnabled,
      ...(model.tags.length === 0
        ? {}
        : { tags: Object.fromEntries(model.tags.map(({ key, value }) => [key, value])) }),
    },
  }),
  fromHcl: ({ attributes: a }, base) => {
    const place = objectOf(a.provider_settings);
    return fromWire(
      {
        // Atlas's to set.
        backupSettings: { enabled: base?.backupEnabled ?? true },
        connectionStrings: base?.connectionStrings,
        createDate: base?.createDate,
        id: base?.id,
        mongoDBVersion: base?.mongoDBVersion,
        stateName: base?.stateName ?? 'IDLE',
        versionReleaseSystem: base?.versionReleaseSystem,
        name: a.name,
        providerSettings: { backingProviderName: place.backing_provider_name, regionName: place.region_name },
        tags: Object.entries(objectOf(a.tags)).map(([key, value]) => ({ key, value })),
        terminationProtectionEnabled: a.termination_protection_enabled,
      },
      String(a.project_id),
    );
  },
  importId: ({ projectId, name }) => `${projectId}-${name}`,
};
