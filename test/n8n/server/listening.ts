import axios from 'axios';

import { until } from './until';

/** Waits until a published webhook takes POSTs, which in queue mode is a moment after the workflow was published. */
export async function listening(webhookUrl: string): Promise<void> {
	await until(`${webhookUrl} takes requests`, async () => {
		const headers = { Origin: webhookUrl };
		const answer = await axios.options(webhookUrl, { headers, validateStatus: null });
		return String(answer.headers['access-control-allow-methods']).includes('POST');
	});
}
