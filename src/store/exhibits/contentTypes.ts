/** Types of the columns that tell what a file is and whose, whether it was taken in here or is handed over by another State. */
export const contentTypes = {
  state: 'text',
  request: 'uuid',
  sha256: 'bytea',
  sha512: 'bytea',
  bytes: 'bigint',
  sealed_sha256: 'bytea',
  sealed_bytes: 'bigint',
  file_key: 'bytea',
  name: 'text',
  media_type: 'text',
  taken_at: 'timestamptz',
  derived_from: 'uuid',
  scan: 'text',
} as const
