/** Source: the provider's schema. */
export const terraform = {
  none: 'The provider deprecates mongodbatlas_push_based_log_export: mongodbatlas_log_integration takes its place.',
} as const;
