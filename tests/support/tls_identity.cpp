#include "support/tls_identity.h"

namespace {

constexpr const char* kKey = "-----BEGIN PRIVATE KEY-----\n"
                             "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6ttQPRGXWvzML9tE\n"
                             "Ydllv7ednFqbHBxlDN6HgMMI53ShRANCAASL0vhI/98QOE4k2GdMwNlWzaRBysOV\n"
                             "WjP3h3IAvANmVjW/UrFfUnRu5JYOEFk31xVeBjmSy0o4ed6z0wmN8/Jf\n"
                             "-----END PRIVATE KEY-----\n";

constexpr const char* kCertificate
    = "-----BEGIN CERTIFICATE-----\n"
      "MIIBYjCCAQigAwIBAgIBATAKBggqhkjOPQQDAjAXMRUwEwYDVQQDDAxOZXRsZW5z\n"
      "IHRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBcxFTATBgNV\n"
      "BAMMDE5ldGxlbnMgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIvS+Ej/\n"
      "3xA4TiTYZ0zA2VbNpEHKw5VaM/eHcgC8A2ZWNb9SsV9SdG7klg4QWTfXFV4GOZLL\n"
      "Sjh53rPTCY3z8l+jQzBBMA8GA1UdEwEB/wQFMAMBAf8wDwYDVR0RBAgwBocEfwAA\n"
      "ATAdBgNVHQ4EFgQURUrqBma6CKPDKeHclbB/nhI4WSkwCgYIKoZIzj0EAwIDSAAw\n"
      "RQIgQGgNPfmarS+9fOar2jFSvFLzAQo+Vp/gQCa9f0j+IrgCIQDvyBQXefZkkefI\n"
      "0SNzLJ0lZthnoXEyh001w6lb2rBt4Q==\n"
      "-----END CERTIFICATE-----\n";

} // namespace

QSslCertificate tlsCertificate()
{
    return QSslCertificate(QByteArray(kCertificate));
}

QSslKey tlsKey()
{
    return QSslKey(QByteArray(kKey), QSsl::Ec);
}
