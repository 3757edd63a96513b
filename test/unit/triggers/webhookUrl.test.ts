import { urlRefusal } from '../../../nodes/ChargebeeOrders/triggers/webhook/webhookUrl';

const PATH = '/webhook/7d1f9c3e/webhook';
const long = (length: number): string =>
	`https://n8n.example.com/${'a'.repeat(length - 'https://n8n.example.com/'.length)}`;

const reached = [
	`https://n8n.example.com${PATH}`,
	`https://n8n.example.com:443${PATH}`,
	`https://n8n.example.com:8443${PATH}`,
	`https://n8n.example.com:8080${PATH}`,
	`https://n8n.example.com:80${PATH}`,
	`HTTPS://N8N.EXAMPLE.COM${PATH}`,
	`https://n8n.example.com.${PATH}`,
	`https://bücher.example${PATH}`,
	`https://xn--bcher-kva.example${PATH}`,
	`https://localhost.example.com${PATH}`,
	`https://internal.example.com${PATH}`,
	`https://mylocal.example${PATH}`,
	`https://203.0.113.7${PATH}`,
	`https://11.0.0.1${PATH}`,
	`https://172.15.0.1${PATH}`,
	`https://172.32.0.1${PATH}`,
	`https://192.169.0.1${PATH}`,
	`https://169.253.0.1${PATH}`,
	`https://100.63.0.1${PATH}`,
	`https://100.128.0.1${PATH}`,
	`https://[2001:db8::1]${PATH}`,
	`https://[::ffff:203.0.113.7]${PATH}`,
	long(512),
];

const refused = [
	`http://n8n.example.com${PATH}`,
	`http://n8n.example.com:443${PATH}`,
	`ftp://n8n.example.com${PATH}`,
	`https://n8n.example.com:5678${PATH}`,
	`https://n8n.example.com:4430${PATH}`,
	`https://localhost${PATH}`,
	`https://LOCALHOST.${PATH}`,
	`https://n8n.localhost${PATH}`,
	`https://n8n${PATH}`,
	`https://n8n.local${PATH}`,
	`https://n8n.internal${PATH}`,
	`https://n8n.local.${PATH}`,
	`https://127.0.0.1${PATH}`,
	`https://127.1${PATH}`,
	`https://2130706433${PATH}`,
	`https://0x7f.0.0.1${PATH}`,
	`https://0.0.0.0${PATH}`,
	`https://10.1.2.3${PATH}`,
	`https://172.16.0.1${PATH}`,
	`https://172.31.255.255${PATH}`,
	`https://192.168.1.2${PATH}`,
	`https://169.254.169.254${PATH}`,
	`https://100.64.0.1${PATH}`,
	`https://224.0.0.1${PATH}`,
	`https://[::1]${PATH}`,
	`https://[::]${PATH}`,
	`https://[fc00::1]${PATH}`,
	`https://[fd12:3456::1]${PATH}`,
	`https://[fe80::1]${PATH}`,
	`https://[febf::1]${PATH}`,
	`https://[::ffff:10.0.0.1]${PATH}`,
	'not a URL',
	'',
];

it.each(reached)('Chargebee sends to %s', (url) => {
	expect(urlRefusal(url, false)).toBeUndefined();
});

it.each(refused)('Chargebee does not send to "%s"', (url) => {
	expect(urlRefusal(url, false)?.message).toMatch(
		/^Chargebee cannot reach this n8n at .+: it sends to https on port 443, 8443, 8080 or 80 of a public host\. Set WEBHOOK_URL/,
	);
	expect(urlRefusal(url, true)).toBeUndefined();
});

it('names scheme, host and port, and not the path, which is a secret of the workflow', () => {
	const message = urlRefusal(`http://n8n.example.com:5678${PATH}`, false)?.message;
	expect(message).toContain('at http://n8n.example.com:5678: it');
	expect(message).not.toContain('7d1f9c3e');
});

it('refuses an address with a user name, and does not show it', () => {
	for (const user of ['nathan', 'nathan:secret', ':secret']) {
		const message = urlRefusal(`https://${user}@n8n.example.com${PATH}`, false)?.message;
		expect(message).toContain('take it out of WEBHOOK_URL of n8n');
		expect(message).not.toMatch(/nathan|secret/);
	}
});

it('refuses more than 512 characters, for a proxy and the sandbox too', () => {
	for (const custom of [true, false]) {
		expect(urlRefusal(long(513), custom)?.message).toContain("The webhook's URL has 513 characters");
		expect(urlRefusal(long(512), custom)).toBeUndefined();
	}
});
