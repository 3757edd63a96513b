import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { siteOf } from '../run/site';
import type { Requester, TransportOptions } from '../transport/Call';
import { Places } from '../transport/limits/places';
import { RunReport } from '../transport/RunReport';
import { CREDENTIAL_TYPE } from '../transport/transmit';

/** How long a trigger goes on, and waits for one answer, in milliseconds; whether a person waits for it. */
export type TriggerTiming = Pick<TransportOptions, 'patience' | 'timeout' | 'attended'>;

/**
 * What requests of a trigger are sent with: one at a time, past the gate of the site that they share with all other nodes.
 * @throws InputError where the credential does not name a site or has no key
 */
export async function triggerRequester(
	functions: IHookFunctions | IPollFunctions,
	timing: TriggerTiming,
): Promise<Requester> {
	return {
		functions,
		site: siteOf(await functions.getCredentials(CREDENTIAL_TYPE)),
		transport: { ...timing, concurrency: 1, skipSslCertificateValidation: false },
		report: new RunReport(),
		places: new Places(),
	};
}
