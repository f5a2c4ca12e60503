import { walkThrough } from '../workflow/walked.ts'

walkThrough('evidence', 'everywhere')
