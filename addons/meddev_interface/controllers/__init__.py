from . import xmlrpc_null
