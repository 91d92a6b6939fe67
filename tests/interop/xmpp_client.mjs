// @xmpp/client (JavaScript): two accounts subscribe, see roster pushes and presence, exchange messages, online and
// stored, and an unknown extension. NODE_EXTRA_CA_CERTS names the server's certificate.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const told = process.env;
const require = createRequire(path.join(told.INTEROP_NODE_MODULES, "at.js"));
const { client, xml } = await import(pathToFileURL(require.resolve("@xmpp/client")));

const ONLINE = 100;
const OFFLINE = 50;
const UNKNOWN = "urn:example:interop:unknown";
const domain = told.INTEROP_DOMAIN;
const jid = (user) => `${user}@${domain}`;
const done = (what) => console.log(`ok: ${what}`);

class Session {
  constructor(user, password = told[`INTEROP_PASSWORD_${user.toUpperCase()}`]) {
    this.user = user;
    this.stanzas = [];
    this.mechanism = null;
    const service = `xmpp://${told.INTEROP_ADDRESS}:${told.INTEROP_PORT}`;
    this.client = client({ service, domain, username: user, password, resource: "interop" });
    this.client.reconnect.stop();
    // With SASL2 a missed answer (see `repeated`) does not keep the client from logging in; it complains of it two seconds later.
    this.client.on("error", (error) => {
      if (error.name !== "TimeoutError") this.error = error;
    });
    this.client.on("stanza", (stanza) => this.stanzas.push(stanza));
    this.client.on("send", (sent) => {
      if (sent.is("auth") || sent.is("authenticate")) this.mechanism = sent.attrs.mechanism;
    });
    this.client.iqCallee.set("jabber:iq:roster", "query", () => true);
    this.client.iqCallee.get(UNKNOWN, "probe", (request) => request.element);
  }

  async login() {
    await this.client.start();
    assert.ok(this.mechanism.startsWith("SCRAM-"), `mechanism ${this.mechanism}`);
    await this.client.iqCaller.get(xml("query", "jabber:iq:roster"));
    await this.client.send(xml("presence"));
  }

  logout() {
    return this.client.stop();
  }

  presence(to, type) {
    return this.client.send(xml("presence", { to: jid(to), type }));
  }

  message(to, text, ...children) {
    return this.client.send(xml("message", { to: jid(to), type: "chat" }, xml("body", {}, text), ...children));
  }

  settle() {
    return this.client.iqCaller.get(xml("ping", "urn:xmpp:ping"), domain);
  }

  async until(condition, what, seconds = 15) {
    const end = Date.now() + seconds * 1000;
    while (!condition()) {
      if (Date.now() > end) {
        throw new Error(`${this.user}: ${what}: not after ${seconds} s; saw ${this.stanzas.slice(-5).join("\n")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  sees(from, type, show, after = 0) {
    const same = (one) =>
      one.is("presence") &&
      one.attrs.from?.split("/")[0] === jid(from) &&
      one.attrs.type === type &&
      (one.getChildText("show") ?? undefined) === show;
    return this.until(() => this.stanzas.slice(after).some(same), `presence of ${from}: ${type ?? show ?? "available"}`);
  }

  messages() {
    return this.stanzas.filter((one) => one.is("message") && one.getChildText("body"));
  }

  numbers() {
    return this.messages().map((one) => Number(one.getChildText("body")));
  }

  pushes() {
    const pushes = this.stanzas.filter((one) => one.is("iq") && one.attrs.type === "set");
    const items = pushes.flatMap((one) => one.getChild("query", "jabber:iq:roster")?.getChildren("item") ?? []);
    const states = items.map(({ attrs }) => `${attrs.subscription}${attrs.ask ? ` ask=${attrs.ask}` : ""}`);
    return states.filter((state, at) => state !== states[at - 1]);
  }
}

// This client waits for the answer to its stream header only once its own writing was reported as done: on a busy machine
// the answer comes first and is missed. Then it gives up after two seconds, and the login is tried again.
async function repeated(login) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await login();
    } catch (error) {
      if (error.name !== "TimeoutError" || attempt === 8) throw error;
      console.log(`attempt ${attempt} missed the server's answer`);
    }
  }
}

process.on("unhandledRejection", (error) => {
  if (error.name !== "TimeoutError") throw error;
});

function connected(user) {
  return repeated(async () => {
    const session = new Session(user);
    try {
      await session.login();
    } catch (error) {
      await session.logout().catch(() => {});
      throw error;
    }
    return session;
  });
}

const upTo = (count) => Array.from({ length: count }, (_, number) => number);

async function wrongPassword() {
  const refused = await repeated(async () => {
    const wrong = new Session("alice", "wrong");
    const error = await wrong.client.start().catch((error) => error);
    await wrong.logout().catch(() => {});
    if (error.name === "TimeoutError") throw error;
    return error;
  });
  assert.equal(refused.condition, "not-authorized");
  done("a wrong password is refused");
}

async function subscribe(alice, bob) {
  const item = xml("item", { jid: jid("bob"), name: "Bob" });
  await alice.client.iqCaller.set(xml("query", "jabber:iq:roster", item));
  await alice.presence("bob", "subscribe");
  await bob.sees("alice", "subscribe");
  await bob.presence("alice", "subscribed");
  await alice.sees("bob", "subscribed");
  await alice.sees("bob");
  await bob.presence("alice", "subscribe");
  await alice.sees("bob", "subscribe");
  await alice.presence("bob", "subscribed");
  await bob.sees("alice", "subscribed");
  await bob.sees("alice");
  for (const one of [alice, bob]) await one.settle();
  assert.deepEqual(alice.pushes(), ["none", "none ask=subscribe", "to", "both"], "alice's roster pushes");
  assert.deepEqual(bob.pushes(), ["from", "from ask=subscribe", "both"], "bob's roster pushes");
  await alice.client.send(xml("presence", {}, xml("show", {}, "away"), xml("status", {}, "at tea")));
  await bob.sees("alice", undefined, "away");
  done("subscriptions, roster pushes and presence");
}

async function talk(alice, bob) {
  for (const number of upTo(ONLINE)) {
    await Promise.all([alice.message("bob", `${number}`), bob.message("alice", `${number}`)]);
  }
  for (const one of [alice, bob]) await one.until(() => one.numbers().length >= ONLINE, "all messages");
  for (const one of [alice, bob, alice, bob]) await one.settle();
  for (const one of [alice, bob]) assert.deepEqual(one.numbers(), upTo(ONLINE), `messages to ${one.user}`);
  assert.ok(!bob.messages().some((one) => one.getChild("delay", "urn:xmpp:delay")), "no delay on what was not delayed");
  done(`${ONLINE} messages in each direction`);
}

function probe() {
  const other = xml("child", { xmlns: "urn:example:other" }, "mixed ", xml("leaf"), " tail");
  return xml("probe", { xmlns: UNKNOWN, kind: "a&b", "xml:lang": "tlh" }, "text < & ", other);
}

// The text of an element; for servers that write XML anew its attributes are put in one order.
function text(element) {
  if (told.INTEROP_KEEPS_BYTES === "yes" || typeof element === "string") return `${element}`;
  const attributes = Object.entries(element.attrs).sort().map(([name, value]) => ` ${name}='${value}'`);
  return `<${element.name}${attributes.join("")}>${element.children.map(text).join("")}</${element.name}>`;
}

async function extension(alice, bob) {
  const wanted = text(probe());
  await alice.message("bob", "look", probe());
  await bob.until(() => bob.messages().at(-1).getChildText("body") === "look", "the message with an extension");
  assert.equal(text(bob.messages().at(-1).getChild("probe", UNKNOWN)), wanted, "the extension in a message");
  const answer = await alice.client.iqCaller.get(probe(), `${bob.client.jid}`);
  assert.equal(text(answer), wanted, "the extension in a result");
  await assert.rejects(alice.client.iqCaller.get(probe(), domain), (error) => error.condition === "service-unavailable");
  done("an unknown extension");
}

async function absence(alice, bob) {
  const after = alice.stanzas.length;
  await bob.logout();
  await alice.sees("bob", "unavailable", undefined, after);
  for (const number of upTo(OFFLINE)) await alice.message("bob", `${number}`);
  await alice.settle();
  const back = await connected("bob");
  await back.until(() => back.messages().length >= OFFLINE, "the stored messages");
  await alice.sees("bob", undefined, undefined, after);
  await back.settle();
  assert.deepEqual(back.numbers(), upTo(OFFLINE), "the stored messages");
  const delayed = back.messages().filter((one) => one.getChild("delay", "urn:xmpp:delay")?.attrs.stamp);
  assert.equal(delayed.length, OFFLINE, "messages with a delay (XEP-0203)");
  await back.logout();
  const again = await connected("bob");
  await again.settle();
  assert.deepEqual(again.numbers(), [], "messages delivered a second time");
  done(`${OFFLINE} messages to an absent account`);
  return again;
}

await wrongPassword();
const [alice, bob] = [await connected("alice"), await connected("bob")];
done(`login with ${alice.mechanism}`);
await subscribe(alice, bob);
await talk(alice, bob);
await extension(alice, bob);
const back = await absence(alice, bob);
for (const one of [alice, back]) await one.logout();
for (const one of [alice, bob, back]) assert.equal(one.error, undefined, "errors of the stream");
