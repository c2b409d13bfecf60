/** Source: the provider's code. */
export const terraform = {
  none: 'mongodbatlas_third_party_integration keeps every key in the state, and its updates send back the masked keys and addresses that Atlas shows.',
} as const;
