"""graphql-transport-ws by a client that shares no line with ours: Python's websockets, as Debian ships it.

Asks the service at the given address for its viewer and for the changes of one node until that has been renamed, and
prints what came as JSON. Nothing here knows the protocol but these lines.
"""

import asyncio
import json
import sys

import websockets

RENAME = "mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { errors { code } } }"
WATCH = "subscription ($filter: NodeFilter) { nodeEvents(filter: $filter) { kind node { name } } }"


async def main(url, node_id):
    came = {"types": [], "actor": None, "names": []}
    async with websockets.connect(url, subprotocols=["graphql-transport-ws"]) as socket:

        async def say(**message):
            await socket.send(json.dumps(message))

        async def ask(name, query, variables=None):
            await say(id=name, type="subscribe", payload={"query": query, "variables": variables})

        await say(type="connection_init", payload={})
        await acknowledged(socket, came)
        came["subprotocol"] = socket.subprotocol
        await ask("viewer", "{ viewer { actor } }")
        await ask("watch", WATCH, {"filter": {"id": {"eq": node_id}}})
        async for text in socket:
            message = json.loads(text)
            came["types"].append([message.get("id"), message["type"]])
            if message["type"] == "error":
                break
            if message["type"] != "next":
                continue
            data = message["payload"]["data"]
            if message["id"] == "viewer":
                came["actor"] = data["viewer"]["actor"]
                continue
            if message["id"] != "watch":
                continue
            event = data["nodeEvents"]
            if event["kind"] == "CAUGHT_UP":
                await ask("rename", RENAME, {"input": {"nodeId": node_id, "name": "renamed"}})
            elif event["node"] is not None:
                came["names"].append(event["node"]["name"])
                if event["node"]["name"] == "renamed":
                    await say(id="watch", type="complete")
                    break
    print(json.dumps(came))


async def acknowledged(socket, came):
    message = json.loads(await socket.recv())
    came["types"].append([message.get("id"), message["type"]])
    if message["type"] != "connection_ack":
        raise SystemExit(f"not acknowledged: {message}")


asyncio.run(main(*sys.argv[1:]))
