"""
A whole OpenStack Swift with its S3 interface in one process, for the tests: account, container, object and proxy server of
Debian's packages, with signatures, ranges, checksums and uploads in parts, and files on the disk. Says its address on the
first line, and ends with its standard input.

    python3 bucketServer.py FOLDER ACCESS-KEY-ID SECRET-ACCESS-KEY
"""

import os
import sys
import time
import warnings

# As Swift itself does when it starts.
os.environ['TZ'] = 'UTC+0'
time.tzset()
warnings.filterwarnings('ignore')

from swift.common.utils import eventlet_monkey_patch

eventlet_monkey_patch()

import eventlet
import eventlet.hubs
from eventlet import wsgi
from swift.common import utils
from swift.common.ring import RingBuilder
from swift.common.utils import NullLogger
from swift.common.wsgi import SwiftHttpProtocol, loadapp

folder, access_key_id, secret = sys.argv[1:]
account, user = access_key_id.split(':')
os.makedirs(f'{folder}/files/disk', exist_ok=True)

SERVERS = ['account', 'container', 'object', 'proxy']
COMMON = f"""[DEFAULT]
swift_dir = {folder}
devices = {folder}/files
mount_check = false
log_address = /nowhere
"""
CONFIGURATION = {
    name: f"""{COMMON}
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
fallocate_reserve = 0
"""
    for name in SERVERS
}
CONFIGURATION['proxy'] = f"""{COMMON}
[pipeline:main]
pipeline = catch_errors listing_formats cache s3api tempauth slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
force_swift_request_proxy_log = false
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""


def write(path, text):
    with open(f'{folder}/{path}', 'w') as file:
        file.write(text)


write(
    'swift.conf',
    """[swift-hash]
swift_hash_path_suffix = tests
[storage-policy:0]
name = Policy-0
default = yes
""",
)
utils.set_swift_dir(folder)

sockets = {name: eventlet.listen(('127.0.0.1', 0)) for name in SERVERS}
for name in ['account', 'container', 'object']:
    ring = RingBuilder(1, 1, 1)
    ring.add_dev(
        {
            'region': 1,
            'zone': 1,
            'weight': 1,
            'device': 'disk',
            'ip': '127.0.0.1',
            'port': sockets[name].getsockname()[1],
        }
    )
    ring.rebalance()
    ring.get_ring().save(f'{folder}/{name}.ring.gz')

for name in SERVERS:
    write(f'{name}-server.conf', CONFIGURATION[name])
    app = loadapp(f'{folder}/{name}-server.conf', global_conf={'log_name': name})
    eventlet.spawn(
        wsgi.server,
        sockets[name],
        app,
        protocol=SwiftHttpProtocol,
        log=NullLogger(),
        socket_timeout=60,
        capitalize_response_headers=False,
    )

print(f'http://127.0.0.1:{sockets["proxy"].getsockname()[1]}', flush=True)
eventlet.hubs.trampoline(0, read=True)
