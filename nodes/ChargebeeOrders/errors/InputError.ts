/** Input that is refused before anything is sent. Knows nothing of n8n, so that pure code can throw it. */
export class InputError extends Error {
	/**
	 * @param parameter the name of the parameter as the API or the editor knows it
	 * @param message what is wrong with it
	 * @param hint what to do instead
	 */
	constructor(
		readonly parameter: string,
		message: string,
		readonly hint: string,
	) {
		super(message);
		this.name = 'InputError';
	}
}
