package io.gyre.embedded.http;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a parsed document: local name, own text, children. {@code type} is its xsi:type.
 */
public record XmlNode(String name, String text, String type, List<XmlNode> children) {
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final XMLInputFactory FACTORY = factory();

  /** Parses a document; refused with MalformedXML if it is none. No DTDs, no external entities. */
  public static XmlNode parse(byte[] document) {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
      reader.nextTag();
      XmlNode root = element(reader);
      reader.close();
      return root;
    } catch (XMLStreamException e) {
      throw ErrorCode.MALFORMED_XML.refusal();
    }
  }

  /** The first child of this name. */
  public Optional<XmlNode> child(String wanted) {
    return children.stream().filter(node -> node.name().equals(wanted)).findFirst();
  }

  /** The text of the first child of this name. */
  public Optional<String> childText(String wanted) {
    return child(wanted).map(XmlNode::text);
  }

  /** All children of this name. */
  public List<XmlNode> all(String wanted) {
    return children.stream().filter(node -> node.name().equals(wanted)).toList();
  }

  private static XmlNode element(XMLStreamReader reader) throws XMLStreamException {
    String name = reader.getLocalName();
    String type = reader.getAttributeValue(XSI, "type");
    StringBuilder text = new StringBuilder();
    List<XmlNode> children = new ArrayList<>();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        children.add(element(reader));
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(reader.getText());
      }
    }
    return new XmlNode(name, text.toString(), type == null ? "" : type, List.copyOf(children));
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
