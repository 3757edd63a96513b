/** Where a redirect leads: an origin keeps path and query of the request, anything else is sent as it is. */
export function redirectTarget(to: string, requestUrl: string): string {
	return /^https?:\/\/[^/?#]+\/?$/.test(to) ? to.replace(/\/$/, '') + requestUrl : to;
}
