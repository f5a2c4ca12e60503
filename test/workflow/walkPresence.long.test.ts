import { walkThrough } from './walked.ts'

walkThrough('presence', 'someOfEachState')
