import { InputError } from '../../errors/InputError';

/** The longest URL of an endpoint that Chargebee takes. Source: its API reference, webhook endpoints. */
const MOST_CHARACTERS = 512;

/** Those that Chargebee sends to, as a URL has them: the port of its scheme is left out. */
const PORTS: readonly string[] = ['', '80', '8080', '8443'];

/** Names that no public server has. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal)$/;

/** Loopback, private, link-local and shared addresses, those of no host, and multicast, by their first two numbers. */
function isPrivateIpv4(first: number, second: number): boolean {
	return (
		[0, 10, 127].includes(first) ||
		first >= 224 ||
		(first === 100 && second >= 64 && second < 128) ||
		(first === 169 && second === 254) ||
		(first === 172 && second >= 16 && second < 32) ||
		(first === 192 && second === 168)
	);
}

/** As `URL` writes it, without brackets: loopback, unspecified, unique-local, link-local, or a private IPv4 address in it. */
function isPrivateIpv6(address: string): boolean {
	const mapped = /^::ffff:([0-9a-f]+):[0-9a-f]+$/.exec(address)?.[1];
	if (mapped !== undefined) {
		const numbers = Number.parseInt(mapped, 16);
		return isPrivateIpv4(numbers >> 8, numbers & 255);
	}
	return /^(::1?$|f[cd]|fe[89ab])/.test(address);
}

/** `URL` writes every form of an IPv4 address as four decimal numbers, and every name in lower-case ASCII. */
function isPublicHost(hostname: string): boolean {
	if (hostname.startsWith('[')) return !isPrivateIpv6(hostname.slice(1, -1));
	const host = hostname.replace(/\.$/, '');
	const [, first, second] = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host) ?? [];
	if (first !== undefined) return !isPrivateIpv4(Number(first), Number(second));
	return host.includes('.') && !LOCAL_NAME.test(host);
}

const WHERE = 'WEBHOOK_URL is the public address of n8n, an environment variable.';

/**
 * Why Chargebee does not send to a URL, with the whole remedy in the message; `undefined` where it does.
 * @param url that of the webhook, as n8n gives it
 * @param custom whether it is for a proxy or the sandbox, which may reach more than Chargebee does
 */
export function urlRefusal(url: string, custom: boolean): InputError | undefined {
	const refused = (message: string): InputError => new InputError('WEBHOOK_URL', message, WHERE);
	if (url.length > MOST_CHARACTERS) {
		return refused(
			`The webhook's URL has ${url.length} characters, and Chargebee takes at most ${MOST_CHARACTERS}: shorten WEBHOOK_URL of n8n`,
		);
	}
	if (custom) return undefined;
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	if (parsed !== undefined && (parsed.username !== '' || parsed.password !== '')) {
		return refused(
			'The address of this n8n holds a user name, and Chargebee signs in with one of its own: take it out of WEBHOOK_URL of n8n',
		);
	}
	if (parsed?.protocol === 'https:' && PORTS.includes(parsed.port) && isPublicHost(parsed.hostname)) return undefined;
	const address = parsed === undefined ? 'an address that is none' : `${parsed.protocol}//${parsed.host}`;
	return refused(
		`Chargebee cannot reach this n8n at ${address}: it sends to https on port 443, 8443, 8080 or 80 of a public host. Set WEBHOOK_URL of n8n to its public address, or use the Chargebee Orders Polling Trigger`,
	);
}
