import { walkThrough } from '../workflow/walked.ts'

walkThrough('interception', 'everywhere')
