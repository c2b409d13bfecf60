/** Alerts that a project should have: which of them are missing, and how they come on. */
import type { AlertConfiguration } from '../resources/alert-configuration/model.ts';

/** The groups of which no alert is enabled; any one alert of a group is enough. */
export function missingAlerts(
  all: readonly AlertConfiguration[],
  groups: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const enabled = new Set(all.filter((each) => each.enabled).map(({ eventTypeName }) => eventTypeName));
  return groups.filter((group) => !group.some((type) => enabled.has(type)));
}

/** For each group, the command that switches an alert on that is off, or makes the first one. */
export function alertSteps(
  all: readonly AlertConfiguration[],
  groups: readonly (readonly string[])[],
  projectId: string | undefined,
): readonly string[] {
  return groups.map((group) => {
    const disabled = all.find(
      ({ eventTypeName, enabled }) => !enabled && eventTypeName !== null && group.includes(eventTypeName),
    );
    return disabled === undefined
      ? `Run: atlas alerts settings create --event ${group[0]} --enabled --notificationType GROUP --notificationRole GROUP_OWNER --notificationEmailEnabled --notificationIntervalMin 60 --projectId ${projectId}`
      : `Run: atlas alerts settings enable ${disabled.id} --projectId ${projectId}`;
  });
}
