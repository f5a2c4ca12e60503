/** The part of `refusalCodes` about a disk that goes from node to node: why it is not written, read or believed. */
export const carrierRefusals = [
  'CARRIER_EMPTY',
  'CARRIER_EXISTS',
  'CARRIER_NO_SPACE',
  'CARRIER_FILE_TOO_LARGE',
  'CARRIER_DISK_FAILS',
  'CARRIER_INCOMPLETE',
  'CARRIER_DAMAGED',
  'CARRIER_PART_MISSING',
  'CARRIER_UNKNOWN',
] as const
