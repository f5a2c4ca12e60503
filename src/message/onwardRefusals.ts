/** The part of `refusalCodes` about what another State has given: why it does not go on. */
export const onwardRefusals = [
  'ONWARD_FORBIDDEN',
  'ONWARD_CONSENT_MISSING',
  'ONWARD_EXCEEDS_CONSENT',
  'ONWARD_CONDITIONS_MISSING',
  'ONWARD_ORIGIN_UNKNOWN',
  'ONWARD_OTHER_PURPOSE',
  'ONWARD_NO_EVIDENCE_USE',
  'ONWARD_TOO_LATE',
  // Its handling code keeps it where it is.
  'HANDLING_NOT_CARRIED',
  'HANDLING_RECIPIENTS_ONLY',
  'HANDLING_ORGANISATION_ONLY',
  'HANDLING_NEED_TO_KNOW',
  'HANDLING_NO_EVIDENCE',
  'HANDLING_NO_ONWARD',
  'HANDLING_AS_STATED',
  'HANDLING_UNKNOWN',
] as const
