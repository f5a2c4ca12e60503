import { walkThrough } from '../workflow/walked.ts'

walkThrough('presence', 'everywhere')
