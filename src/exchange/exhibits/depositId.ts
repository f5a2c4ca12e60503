/** How the id of a deposit looks. */
export const depositId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
